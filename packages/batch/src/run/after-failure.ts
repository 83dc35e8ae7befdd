import { AbortedError, JobsError, RateLimitedError } from "@docjobs/jobs-core";
import type { BatchStop } from "../batch-options.js";
import { PlaceRefusedError } from "../files/bucket-failure.js";
import type { ItemClaim, ItemData } from "../item.js";
import { costOf } from "./item-cost.js";
import { StateError } from "./guard-queue.js";
import { itemError } from "./item-error.js";
import { isServiceFailure } from "./outage.js";
import { ClaimLostError, type ItemChange, mustBeStored, type RunContext } from "./run-context.js";

/** Ends the run; the item stays where it is. */
export class StopRunError extends Error {
  override readonly name = "StopRunError";
  readonly stop: BatchStop;

  constructor(stop: BatchStop) {
    super(stop.reason);
    this.stop = stop;
  }
}

/** Errors that every other item would meet as well. */
const REFUSALS = ["authentication", "insufficient_credits", "unsafe_redirect"];
const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 60_000;
const DEFAULT_RETRY_MS = 5000;

/**
 * What becomes of an item whose step failed: it waits for another try, it fails, or the whole run ends. `back` leads to
 * where it stood before the step. Throws the error again where the run has to know of it.
 */
export async function afterFailure(
  context: RunContext,
  claim: ItemClaim,
  data: ItemData,
  error: unknown,
  back: ItemChange = {},
): Promise<void> {
  const { queue, clock, signal } = context;
  if (error instanceof ClaimLostError || error instanceof StateError) throw error;
  const defer = async (ms: number, change: ItemChange = back): Promise<void> =>
    mustBeStored(await queue.deferUntil(claim, clock.now() + ms, change));
  const stop = stopOf(error, signal);
  if (stop) {
    await defer(0);
    throw new StopRunError(stop);
  }
  if (RateLimitedError.isInstance(error)) {
    return defer(Math.max((error.retryAt ?? 0) - clock.now(), error.retryAt ? 0 : DEFAULT_RETRY_MS));
  }
  if (isServiceFailure(error)) {
    const setbacks = (data.setbacks ?? 0) + 1;
    const backoffMs = Math.min(FIRST_BACKOFF_MS * 2 ** (setbacks - 1), LONGEST_BACKOFF_MS);
    await defer(backoffMs * context.random(), { ...back, data: { ...(back.data ?? data), setbacks } });
    throw error;
  }
  await failItem(context, claim, back.data ?? data, error);
}

/** Ends an item without a result. */
export async function failItem(
  { queue, clock }: RunContext,
  claim: ItemClaim,
  data: ItemData,
  error: unknown,
  phase: "failed" | "unknown" | "canceled" = "failed",
): Promise<void> {
  const ended: ItemData = {
    ...data,
    error: itemError(error),
    times: { ...data.times, ended: clock.now() },
  };
  const cost = { amount: costOf(ended) };
  mustBeStored(await queue.fail(claim, { phase, data: ended, slot: null, cost }));
}

function stopOf(error: unknown, signal: AbortSignal): BatchStop | undefined {
  if (error instanceof StopRunError) return error.stop;
  if (error instanceof PlaceRefusedError) return { reason: "refused", error };
  if (signal.aborted || AbortedError.isInstance(error)) return { reason: "aborted" };
  if (!JobsError.isInstance(error)) return undefined;
  if (REFUSALS.includes(error.code)) return { reason: "refused", error };
  if (error.code === "output_file") return { reason: "disk", error };
  return undefined;
}
