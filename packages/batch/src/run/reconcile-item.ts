import { type JobSnapshot, SubmitOutcomeUnknownError } from "@docjobs/jobs-core";
import { type ItemClaim, type ItemData, submitQueue, type SubmitTrace } from "../item.js";
import { afterFailure, failItem } from "./after-failure.js";
import { place, prepareItem } from "./item-input.js";
import { reachesBack } from "./list-anchors.js";
import { mustBeStored, type RunContext, stepOf } from "./run-context.js";
import type { StepRuntime } from "./step-runtime.js";
import { storeJob } from "./submit-item.js";

/** Clocks of two machines differ. */
const CLOCK_SKEW_MS = 60_000;
/** Looks that must find nothing before a submit counts as never arrived. */
const EMPTY_LOOKS = 2;

/** Finds out what became of a submit whose answer nobody saw. It is never made again unless the API shows that it may. */
export async function reconcileItem(context: RunContext, claim: ItemClaim): Promise<void> {
  const step = stepOf(context, claim);
  const { data } = claim;
  const { submit } = data;
  try {
    if (submit?.idempotencyKey !== undefined) return await replay(context, step, claim, submit);
    if (submit?.inputReference !== undefined && step.client.list)
      return await lookInList(context, step, claim, submit);
    return await reportUnknown(context, claim, data, "and the API has no list to look in");
  } catch (error) {
    if (SubmitOutcomeUnknownError.isInstance(error)) {
      const { limits, queue, clock } = context;
      mustBeStored(await queue.deferUntil(claim, clock.now() + limits.reconcileAfterMs));
      throw error;
    }
    return afterFailure(context, claim, data, error);
  }
}

/** A repeat with the same key makes no second job. */
async function replay(
  context: RunContext,
  step: StepRuntime,
  claim: ItemClaim,
  { idempotencyKey, inputReference }: SubmitTrace,
): Promise<void> {
  const field = step.kind.input.file?.upload === undefined ? undefined : step.kind.input.file.field;
  const fields = step.fieldsFor(claim.data);
  const input =
    inputReference !== undefined && field !== undefined
      ? place(fields, field, inputReference)
      : (await prepareItem(context, step, claim)).input;
  const job = await step.client.kind(step.kindName).submit(input, { signal: context.signal, idempotencyKey });
  await storeJob(context, step, claim, claim.data, job);
}

async function lookInList(
  context: RunContext,
  step: StepRuntime,
  claim: ItemClaim,
  submit: SubmitTrace,
): Promise<void> {
  const { queue, clock, limits, signal } = context;
  const lookAt = submit.at + limits.reconcileAfterMs;
  if (clock.now() < lookAt) return mustBeStored(await queue.deferUntil(claim, lookAt));
  const jobs = (await step.client.list?.({ signal })) ?? [];
  const ours = jobs.filter((job) => isOurs(step, submit, job));
  const [only] = ours;
  if (ours.length === 1 && only) return storeJob(context, step, claim, claim.data, only);
  const data: ItemData = { ...claim.data, submit: { ...submit, looks: (submit.looks ?? 0) + 1 } };
  if (ours.length > 1) {
    return reportUnknown(context, claim, data, `and ${ours.length} jobs of the API's list could be it`);
  }
  if (!(await reachesBack(context, step.lane, jobs, submit.at)))
    return reportUnknown(context, claim, data, "and the API's list does not reach back far enough");
  if ((data.submit?.looks ?? 0) < EMPTY_LOOKS) {
    return mustBeStored(await queue.deferUntil(claim, clock.now() + limits.reconcileAfterMs, { data }));
  }
  await planAgain(context, claim, data);
}

function isOurs({ kind, kindName }: StepRuntime, submit: SubmitTrace, job: JobSnapshot): boolean {
  const field = kind.input.file?.field ?? kind.input.job?.field ?? "";
  if (job.kind !== kindName || valueAt(job.raw, field) !== submit.inputReference) return false;
  if (!submit.isShared) return true;
  return Date.parse(job.times.created ?? "") >= submit.at - CLOCK_SKEW_MS;
}

/** The API shows that no job was made. */
async function planAgain(
  { queue, clock, note }: RunContext,
  claim: ItemClaim,
  data: ItemData,
): Promise<void> {
  const { submit: _, ...unsent } = data;
  const { submitted: __, ...times } = data.times;
  note(`A submit never arrived, as the API's list shows; it is made again: ${data.output}`);
  const planned: ItemData = { ...unsent, times };
  const change = { phase: "planned", queue: submitQueue(data.step), data: planned, slot: null } as const;
  mustBeStored(await queue.deferUntil(claim, clock.now(), change));
}

async function reportUnknown(
  context: RunContext,
  claim: ItemClaim,
  data: ItemData,
  why: string,
): Promise<void> {
  const error = new SubmitOutcomeUnknownError(
    `Nobody saw the answer to this submit, ${why}: a job may exist and may be paid for. It was not submitted again.`,
    { submittedAt: data.submit?.at ?? 0 },
  );
  await failItem(context, claim, data, error, "unknown");
}

function valueAt(raw: unknown, field: string): string | undefined {
  let value = raw;
  for (const name of field.replace(/^\//, "").split("/"))
    value =
      typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}
