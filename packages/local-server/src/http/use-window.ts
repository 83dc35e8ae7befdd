/** Limits how often something may be done in any minute, for each of many keys. */
export interface UseWindow {
  /** Counts a use; returns 0, or the seconds until there may be one again. */
  take(key: string): number;
}

export const windowMs: number = 60_000;
const maxKeys = 10_000;

export function createUseWindow({ most, now }: { most: number; now: () => number }): UseWindow {
  const uses = new Map<string, number[]>();
  return {
    take(key) {
      const at = now();
      const recent = (uses.get(key) ?? []).filter((time) => at - time < windowMs);
      const [oldest] = recent;
      if (oldest !== undefined && recent.length >= most) return secondsUntilFree(oldest, at);
      // The key that was used last is the last to be forgotten.
      uses.delete(key);
      uses.set(key, [...recent, at]);
      const [idle] = uses.keys();
      if (uses.size > maxKeys && idle !== undefined) uses.delete(idle);
      return 0;
    },
  };
}

/** When the oldest use leaves the window. */
export function secondsUntilFree(oldest: number, now: number): number {
  return Math.max(1, Math.ceil((oldest + windowMs - now) / 1000));
}
