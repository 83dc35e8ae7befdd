import type { Store } from "../store/store.js";
import { takeOfWindow, takeToken } from "../store/shared-rates.js";
import { createTokenBuckets } from "./token-buckets.js";
import { createUseWindow } from "./use-window.js";

/** Limits how often something may be done, for each of many keys. */
export interface RateLimit {
  /** Counts a use; resolves to 0, or to the seconds until there may be one again. */
  take(key: string): Promise<number>;
}

/** Makes limits; where processes share the rows, those of the same name hold for all of them together. */
export interface RateLimits {
  /** Each key starts with `burst` tokens and gets `perSecond` back. */
  tokenBuckets(name: string, rate: { burst: number; perSecond: number }): RateLimit;
  /** Each key may be used `most` times in any minute. */
  perMinute(name: string, most: number): RateLimit;
}

export function createRateLimits(store: Store, now: () => number): RateLimits {
  if (store.isShared) {
    return {
      tokenBuckets: (name, rate) => ({
        take: (key) => takeToken(store, { key: `${name}/${key}`, ...rate, now: now() }),
      }),
      perMinute: (name, most) => ({
        take: (key) => takeOfWindow(store, { key: `${name}/${key}`, most, now: now() }),
      }),
    };
  }
  return {
    tokenBuckets(_name, rate) {
      const buckets = createTokenBuckets({ ...rate, now });
      return { take: async (key) => buckets.take(key) };
    },
    perMinute(_name, most) {
      const window = createUseWindow({ most, now });
      return { take: async (key) => window.take(key) };
    },
  };
}
