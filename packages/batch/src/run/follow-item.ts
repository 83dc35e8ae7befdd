import {
  JobCanceledError,
  JobExpiredError,
  JobFailedError,
  JobNotFoundError,
  type JobSnapshot,
} from "@docjobs/jobs-core";
import { FOLLOW_QUEUE, type ItemClaim, type ItemData, submitQueue } from "../item.js";
import { afterFailure, failItem } from "./after-failure.js";
import { costOf } from "./item-cost.js";
import { pollIntervalMs } from "./poll-interval.js";
import { readCredits } from "./read-credits.js";
import { mustBeStored, type RunContext, stepOf } from "./run-context.js";
import { saveResult, shareResult } from "./save-result.js";

/** An API may not show a new job at once. */
const GRACE_MS = 30_000;

/** Looks at a submitted job once; saves the result of one that has succeeded. */
export async function followItem(context: RunContext, claim: ItemClaim): Promise<void> {
  const { queue, clock, signal } = context;
  const step = stepOf(context, claim);
  let { data } = claim;
  try {
    const snapshot = await step.client.resume(data.token ?? "").snapshot({ signal });
    if (snapshot.state === "queued" || snapshot.state === "running") {
      const ageMs = clock.now() - (data.times.submitted ?? clock.now());
      const jobs = await queue.slotsUsed(step.slot.key);
      const waitMs = pollIntervalMs(step.api, { ageMs, jobs, random: context.random() });
      return mustBeStored(await queue.deferUntil(claim, clock.now() + waitMs, waiting(data)));
    }
    data = withEnd(claim, snapshot, clock.now());
    if (snapshot.state !== "succeeded") {
      return await failItem(
        context,
        claim,
        data,
        endError(snapshot),
        snapshot.state === "canceled" ? "canceled" : "failed",
      );
    }
    if (claim.phase !== "done") {
      const cost = { amount: costOf(data) };
      mustBeStored(await queue.heartbeat(claim, { phase: "done", data, slot: null, cost }));
    }
    const next = context.steps[data.step + 1];
    if (!next) return await saveResult(context, { ...claim, data }, snapshot);
    await goOn(context, { ...claim, data }, snapshot);
  } catch (error) {
    if (JobNotFoundError.isInstance(error) && isNew(claim, clock.now())) {
      return mustBeStored(await queue.deferUntil(claim, clock.now() + step.api.job.poll.minMs));
    }
    return afterFailure(context, claim, data, error);
  }
}

/** Feeds the result to the next step. */
async function goOn(context: RunContext, claim: ItemClaim, done: JobSnapshot): Promise<void> {
  const { queue, clock, steps } = context;
  const { data } = claim;
  const step = data.step + 1;
  const { jobId = "", token: _, submit: __, files: ___, sharedContent: ____, ...rest } = data;
  const fed = steps[step]?.feed === "job" ? { jobId } : { path: await shareResult(context, claim, done) };
  const next: ItemData = { ...rest, step, fed, earlierJobIds: [...(data.earlierJobIds ?? []), jobId] };
  const change = { phase: "planned", queue: submitQueue(step), data: next, slot: null } as const;
  mustBeStored(await queue.deferUntil(claim, clock.now(), change));
}

function waiting(data: ItemData): { queue: string; data?: ItemData } {
  if (data.setbacks === undefined) return { queue: FOLLOW_QUEUE };
  return { queue: FOLLOW_QUEUE, data: withoutSetbacks(data) };
}

function withoutSetbacks({ setbacks: _, ...rest }: ItemData): ItemData {
  return rest;
}

function withEnd({ phase, data }: ItemClaim, { raw }: JobSnapshot, now: number): ItemData {
  if (phase === "done") return withoutSetbacks(data);
  const { estimate, ...rest } = withoutSetbacks(data);
  const ended: ItemData = { ...rest, times: { ...data.times, completed: data.times.completed ?? now } };
  const cost = readCredits(raw);
  if (cost !== undefined) ended.credits = (data.credits ?? 0) + cost;
  const counted = cost ?? estimate;
  if (counted !== undefined) ended.counted = (data.counted ?? 0) + counted;
  return ended;
}

function isNew({ data }: ItemClaim, now: number): boolean {
  return now - (data.times.submitted ?? 0) < GRACE_MS;
}

function endError(snapshot: JobSnapshot): Error {
  const { id, provider, kind } = snapshot;
  if (snapshot.state === "canceled") return new JobCanceledError(`${id} was canceled.`);
  if (snapshot.state !== "failed") return new JobExpiredError(`The result of ${id} has expired.`);
  const { code, message, requestId } = snapshot.error;
  return new JobFailedError(message ?? `${id} failed${code === undefined ? "" : ` with ${code}`}.`, {
    provider,
    kind,
    jobId: id,
    ...(code !== undefined && { providerCode: code }),
    ...(requestId !== undefined && { requestId }),
  });
}
