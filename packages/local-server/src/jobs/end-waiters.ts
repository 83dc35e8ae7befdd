/** Requests that wait for a job's end. */
export interface EndWaiters {
  /** Resolves when `wake` is called for the id, when the time is over, or when the signal aborts. */
  wait(id: string, timeoutMs: number, signal: AbortSignal | undefined): Waiting;
  wake(id: string): void;
  wakeAll(): void;
}

export interface Waiting {
  ended: Promise<void>;
  /** Lets go of timer and listener. */
  stop(): void;
}

export function createEndWaiters(): EndWaiters {
  const waiters = new Map<string, Set<() => void>>();
  const wake = (id: string): void => {
    for (const resolve of [...(waiters.get(id) ?? [])]) resolve();
  };
  return {
    wake,
    wakeAll() {
      for (const id of [...waiters.keys()]) wake(id);
    },
    wait(id, timeoutMs, signal) {
      let resolve: () => void = () => undefined;
      const ended = new Promise<void>((settle) => {
        resolve = settle;
      });
      const set = waiters.get(id) ?? new Set();
      waiters.set(id, set.add(resolve));
      const timer = setTimeout(resolve, timeoutMs);
      signal?.addEventListener("abort", resolve, { once: true });
      const stop = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", resolve);
        set.delete(resolve);
        if (set.size === 0 && waiters.get(id) === set) waiters.delete(id);
      };
      return { ended, stop };
    },
  };
}
