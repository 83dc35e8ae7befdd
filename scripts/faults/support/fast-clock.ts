import type { ClientOptions } from "@docjobs/jobs-core";

type Clock = NonNullable<ClientOptions["clock"]>;

/** A clock that runs `factor` times as fast as the real one, for promises in whole seconds. */
export function fastClock(factor: number): Clock {
  const [wallStart, start] = [Date.now(), performance.now()];
  const monotonic = (): number => (performance.now() - start) * factor;
  return {
    monotonic,
    now: () => wallStart + monotonic(),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error);
        const stop = (): void => {
          clearTimeout(timer);
          reject(signal?.reason as Error);
        };
        // Rounded up: a timer may be a fraction of a millisecond early.
        const timer = setTimeout(
          () => {
            signal?.removeEventListener("abort", stop);
            resolve(undefined);
          },
          Math.min(Math.max(ms, 0) / factor + 1, 2 ** 31 - 1),
        );
        signal?.addEventListener("abort", stop, { once: true });
      }),
  };
}
