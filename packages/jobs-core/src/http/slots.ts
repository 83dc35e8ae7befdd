import { whenAborted } from "./timer.js";

/**
 * Does the work when a place is free, first come first served; AbortedError at once while it waits for one. The work is
 * told whether there is room for what takes its time.
 */
export type Slots = <T>(
  signal: AbortSignal | undefined,
  work: (hasRoom: boolean) => Promise<T>,
) => Promise<T>;

/** So many places for work that must not all be done at once. */
export function createSlots(most: number): Slots {
  let count = 0;
  const queue = new Set<() => void>();
  return async (signal, work) => {
    let enter = (): void => {};
    let stopListening = enter;
    try {
      if (++count > most)
        await new Promise<void>((resolve, reject) => {
          queue.add((enter = resolve));
          stopListening = whenAborted(signal, reject);
        });
      return await work(count <= most / 2);
    } finally {
      stopListening();
      count--;
      // Who is still in the queue had no place to give to the next.
      if (!queue.delete(enter)) {
        const [next = enter] = queue;
        queue.delete(next);
        next();
      }
    }
  };
}
