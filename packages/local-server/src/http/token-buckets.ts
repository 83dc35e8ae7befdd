/** Limits how often something may be done, for each of many keys. */
export interface TokenBuckets {
  /** Takes a token; returns 0, or the seconds until there is one again. */
  take(key: string): number;
}

const maxKeys = 10_000;

/** Each key starts with `burst` tokens and gets `perSecond` back. */
export function createTokenBuckets(options: {
  burst: number;
  perSecond: number;
  /** Milliseconds. */
  now: () => number;
}): TokenBuckets {
  const { burst, perSecond, now } = options;
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(key) {
      const at = now();
      const known = buckets.get(key) ?? { tokens: burst, at };
      const tokens = Math.min(burst, known.tokens + (Math.max(0, at - known.at) / 1000) * perSecond);
      // The key that was used last is the last to be forgotten.
      buckets.delete(key);
      buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at });
      const [oldest] = buckets.keys();
      if (buckets.size > maxKeys && oldest !== undefined) buckets.delete(oldest);
      return tokens >= 1 ? 0 : Math.ceil((1 - tokens) / perSecond);
    },
  };
}
