import { withField } from "./body-field.js";
import type { JobOperation } from "../job-api.js";
import type { JobCall } from "./job-id.js";

/** A call with a JSON body: what that always says, and what is known of the job, where no parameter takes it. */
export function jobInBody(
  { parameter, field, body, keys = [] }: JobOperation,
  path: Record<string, string>,
): JobCall {
  const parameters = { ...path };
  const inBody = [...keys.map((key) => [key, key] as const), ...(field ? [[parameter, field] as const] : [])];
  let sent = body;
  for (const [name, place] of inBody) {
    sent = withField(sent, place, parameters[name]);
    delete parameters[name];
  }
  return { parameters, body: JSON.stringify(sent), headers: { "content-type": "application/json" } };
}
