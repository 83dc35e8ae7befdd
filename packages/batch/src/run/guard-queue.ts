import type { WorkQueue } from "@docjobs/work-queue";

/** The state cannot be read or written. No item is to blame, and nobody knows what is stored: the run has to end. */
export class StateError extends Error {
  override readonly name = "StateError";
}

/** The queue, whose own failures can be told from those of items. */
export function guardQueue(queue: WorkQueue): WorkQueue {
  const methods = Object.entries(queue).map(
    ([name, method]: [string, (...given: unknown[]) => Promise<unknown>]) => [
      name,
      async (...given: unknown[]) => {
        try {
          return await method(...given);
        } catch (cause) {
          throw new StateError("The state cannot be read or written.", { cause });
        }
      },
    ],
  );
  // The same methods under the same names.
  return Object.fromEntries(methods) as WorkQueue;
}
