import { basename } from "node:path";
import { ConfigurationError } from "@docjobs/jobs-core";
import type { BatchOptions } from "../batch-options.js";
import type { ItemClaim, ItemData } from "../item.js";
import type { PlannedStep } from "../plan/batch-steps.js";
import { StopRunError } from "./after-failure.js";
import { place } from "./item-input.js";
import { mustBeStored, type RunContext } from "./run-context.js";
import type { StepRuntime } from "./step-runtime.js";

/** Throws ConfigurationError where nobody can say what some job of the batch costs. */
export function checkBudget({ estimate }: BatchOptions, steps: readonly PlannedStep[]): void {
  const unknown = steps.find(({ kind }, index) => !kind.estimate && !(index === 0 && estimate));
  if (!unknown) return;
  const { api, kindName } = unknown;
  throw new ConfigurationError(
    `${api.title} does not tell what a ${kindName} job will cost, so maxCredits cannot hold.`,
    { hint: "Leave maxCredits out, or give `estimate`." },
  );
}

/**
 * Counts what the item's job will cost before it is submitted, for all processes that work on the batch. Ends the run where
 * that passes the budget.
 */
export async function reserveCost(
  context: RunContext,
  step: StepRuntime,
  claim: ItemClaim,
): Promise<ItemData> {
  const { options, queue } = context;
  const { maxCredits } = options;
  const estimate = claim.data.estimate ?? (await estimateItem(context, step, claim));
  if (estimate === undefined) return claim.data;
  const data: ItemData = { ...claim.data, estimate };
  const cost = {
    amount: (data.counted ?? 0) + estimate,
    ...(maxCredits !== undefined && { limit: maxCredits }),
  };
  const outcome = await queue.heartbeat(claim, { data, cost });
  if (outcome === "over") {
    // What was asked once need not be asked again.
    mustBeStored(await queue.heartbeat(claim, { data }));
    throw new StopRunError({ reason: "credits" });
  }
  mustBeStored(outcome);
  return data;
}

async function estimateItem(
  context: RunContext,
  step: StepRuntime,
  { data }: ItemClaim,
): Promise<number | undefined> {
  const { options, signal } = context;
  const fields = step.fieldsFor(data);
  if (options.estimate && data.step === 0) return options.estimate(data.input, fields);
  if (options.maxCredits === undefined) return undefined;
  const { estimate } = step.client.kind(step.kindName);
  // Unreachable behind checkBudget.
  if (!estimate) throw new ConfigurationError(`${step.api.title} gives no estimates.`);
  return (await estimate(await inputToEstimate(context, step, data, fields), { signal })).amount;
}

/** The request, with what an estimate takes of its file. */
async function inputToEstimate(
  { files }: RunContext,
  { kind: { input: takes } }: StepRuntime,
  { step, input, fed }: ItemData,
  fields: Record<string, unknown>,
): Promise<object> {
  const path = fed?.path ?? (step === 0 ? input.path : undefined);
  const jobId = fed?.jobId ?? (step === 0 ? input.jobId : undefined);
  if (jobId !== undefined) return place(fields, takes.job?.field, jobId);
  if (path === undefined) return place(fields, takes.url?.field, input.url);
  return { ...fields, file: { name: basename(path), size: await files.of(path).sizeOf(path) } };
}
