import type { Clock } from "./clock.js";
import { pause } from "./timer.js";

/** Takes one token; resolves when it may be used, first come first served. */
export type TokenBucket = (signal?: AbortSignal) => Promise<void>;

/** `burst` tokens at once, then `perSecond`. */
export function createTokenBucket(clock: Clock, perSecond: number, burst: number): TokenBucket {
  let tokens = burst;
  let countedAt = clock.monotonic();
  return async (signal) => {
    const now = clock.monotonic();
    tokens = Math.min(burst, tokens + ((now - countedAt) / 1000) * perSecond) - 1;
    countedAt = now;
    // A debt is the place in the queue; who leaves it pays it back.
    if (tokens < 0)
      await pause(clock, (-tokens / perSecond) * 1000, signal).catch((error: unknown) => {
        tokens++;
        throw error;
      });
  };
}
