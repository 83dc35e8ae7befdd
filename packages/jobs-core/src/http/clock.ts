/** Time, as everything here sees it; tests supply their own. */
export interface Clock {
  /** Wall clock, milliseconds since the epoch: only for what other machines say or will read. */
  now(): number;
  /** Milliseconds that never jump: for every limit and deadline. */
  monotonic(): number;
  /** Resolves after `ms`. On abort it rejects at once with the signal's reason and leaves no timer. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Longest delay that timers take; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's own time; the default of every client. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener("abort", stop);
          resolve();
        },
        Math.min(Math.max(ms, 0), LONGEST_TIMER_MS),
      );
      signal?.addEventListener("abort", stop, { once: true });
    }),
};
