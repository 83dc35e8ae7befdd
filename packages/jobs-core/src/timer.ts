import type { Clock } from "./clock.js";
import { AbortedError } from "./errors.js";

/** Calls `onTime` after `ms` unless the returned function was called before. */
export function startTimer(clock: Clock, ms: number, onTime: () => void): () => void {
  const controller = new AbortController();
  clock.sleep(ms, controller.signal).then(onTime, () => {});
  return () => controller.abort();
}

/** Calls `onAbort` with an AbortedError when the signal is or becomes aborted; returns how to stop listening. */
export function whenAborted(
  signal: AbortSignal | undefined,
  onAbort: (error: AbortedError) => void,
): () => void {
  const listener = (): void => onAbort(new AbortedError("The call was aborted.", { cause: signal?.reason }));
  if (signal?.aborted) listener();
  signal?.addEventListener("abort", listener, { once: true });
  return () => signal?.removeEventListener("abort", listener);
}

/** Sleeps; throws AbortedError at once on abort. */
export async function pause(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (ms <= 0 && !signal?.aborted) return;
  await clock.sleep(ms, signal).catch((cause: unknown) => {
    throw new AbortedError("The call was aborted.", { cause });
  });
}
