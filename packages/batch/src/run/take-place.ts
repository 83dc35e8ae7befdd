import { FOLLOW_QUEUE, type ItemClaim, submitQueue } from "../item.js";
import { type RunContext, stepOf } from "./run-context.js";
import type { StepRuntime } from "./step-runtime.js";

/** Places at the API may become free by then. */
const RETRY_MS = 1000;

/** How many more jobs the batch may have at a step's API: `own` by its concurrency, `all` by what the API grants. */
export async function placesLeft(
  { queue, batch }: RunContext,
  { slot: { key, limit, perGroup } }: StepRuntime,
): Promise<{ own: number; all: number }> {
  return { own: perGroup - (await queue.slotsUsed(key, batch)), all: limit - (await queue.slotsUsed(key)) };
}

/**
 * Takes the place that a planned item will have at the API, before anything of it is sent; false where none is left, and
 * then the item waits. It goes on like an item that is at the API, so that it needs no second place after a crash.
 */
export async function takePlace(context: RunContext, claim: ItemClaim): Promise<boolean> {
  const { queue, clock } = context;
  const { slot } = stepOf(context, claim);
  const outcome = await queue.heartbeat(claim, { queue: FOLLOW_QUEUE, slot });
  if (outcome === "full")
    await queue.deferUntil(claim, clock.now() + RETRY_MS, {
      queue: submitQueue(claim.data.step),
      slot: null,
    });
  return outcome === "stored";
}
