import { placeField, readField } from "../fields/place-field.js";
import type { FieldPlan } from "../fields/plan-fields.js";
import type { Target } from "../providers/find-provider.js";
import { secretVariable } from "./webhook-secrets.js";

/** A submit with a webhook takes its secret from the variable, so that it need not stand on the command line. */
export function fillWebhookSecret(env: NodeJS.ProcessEnv, target: Target, plan: FieldPlan): FieldPlan {
  const { url, secret } = target.kind.input.webhook ?? {};
  // Of several, which are there while one is being changed, the first is the new one.
  const [known] = (env[secretVariable(target.provider)] ?? "").split(/\r?\n/u);
  if (url === undefined || secret === undefined || !known) return plan;
  const isWanted = readField(plan.fields, url) !== undefined && readField(plan.fields, secret) === undefined;
  return isWanted ? { ...plan, fields: placeField(plan.fields, secret, known) } : plan;
}
