import { JobNotFoundError } from "@docjobs/jobs-core";
import type { Work } from "@docjobs/work-queue";
import { BATCH_NOTE, type ItemData } from "../item.js";
import type { RunContext } from "./run-context.js";
import type { StepRuntime } from "./step-runtime.js";

const MOST_LOOKED_THROUGH = 100;

/**
 * Gives back places at the API that jobs of other batches hold although they have ended, because nobody follows these
 * batches. The rows stay as they are: their results are for their own batches to save.
 */
export function createStrandedPlaces(context: RunContext): (step: StepRuntime) => Promise<void> {
  const { queue, batch, clock, limits, note } = context;
  const lookedAt = new Map<string, number>();
  const told = new Set<string>();

  async function tell(step: StepRuntime, holders: readonly Work[]): Promise<void> {
    const groups = new Map<string, number>();
    for (const { group } of holders) groups.set(group, (groups.get(group) ?? 0) + 1);
    for (const [group, count] of groups) {
      if (told.has(group)) continue;
      told.add(group);
      const known = (await queue.note(`${BATCH_NOTE}${group}`)) as { outputDirectory?: string } | undefined;
      note(
        `${count} of ${step.slot.limit} places at ${step.api.title} are held by a batch that nobody runs ` +
          `(${known?.outputDirectory ?? group}). They are freed here as its jobs end; ` +
          "a worker, or the same run of that batch, saves its results.",
      );
    }
  }

  return async (step) => {
    const dueBefore = clock.now() - limits.strandedAfterMs;
    const query = { slot: step.slot.key, except: batch, dueBefore, limit: MOST_LOOKED_THROUGH };
    const holders = await queue.slotHolders(query);
    await tell(step, holders);
    // Of an unknown submit nobody can say whether there is a job.
    const [next] = holders
      .filter(({ phase }) => phase !== "submitting")
      .sort((a, b) => (lookedAt.get(a.id) ?? -1) - (lookedAt.get(b.id) ?? -1));
    if (!next) return;
    // One look at a time for all processes, as slow as an API wants them of a single job.
    const rate = { perSecond: 1000 / Math.max(step.api.job.poll.minMs, 1), burst: 1 };
    if ((await queue.takeTurn(`stranded:${step.lane}`, rate)) > 0) return;
    lookedAt.set(next.id, clock.monotonic());
    if (await isAtApi(context, step, next)) return;
    if (await queue.freeSlot(next)) lookedAt.delete(next.id);
  };
}

async function isAtApi(
  { signal }: RunContext,
  { client }: StepRuntime,
  { phase, data }: Work,
): Promise<boolean> {
  if (phase !== "submitted") return false;
  // The rows of a queue are all a batch's.
  const { token = "" } = data as unknown as ItemData;
  try {
    const { state } = await client.resume(token).snapshot({ signal });
    return state === "queued" || state === "running";
  } catch (error) {
    if (JobNotFoundError.isInstance(error)) return false;
    throw error;
  }
}
