import type { Clock } from "./clock.js";
import { AbortedError } from "../errors/errors.js";

/** Calls `onTime` after `ms` unless the returned function was called before. */
export function startTimer(clock: Clock, ms: number, onTime: () => void): () => void {
  const controller = new AbortController();
  clock.sleep(ms, controller.signal).then(onTime, () => {});
  return () => controller.abort();
}

interface Listeners {
  all: Set<() => void>;
  handleEvent(): void;
}

/** Those who listen to a signal, as one. Node warns of more than ten listeners on one, and a batch has hundreds. */
const listenersOf = new WeakMap<AbortSignal, Listeners>();

/** Calls `onAbort` with an AbortedError when the signal is or becomes aborted; returns how to stop listening. */
export function whenAborted(
  signal: AbortSignal | undefined,
  onAbort: (error: AbortedError) => void,
): () => void {
  if (!signal) return () => {};
  const listener = (): void => onAbort(new AbortedError("The call was aborted.", { cause: signal.reason }));
  if (signal.aborted) listener();
  const all = listenersOf.get(signal)?.all ?? new Set();
  const listeners = listenersOf.get(signal) ?? { all, handleEvent: () => [...all].forEach((call) => call()) };
  listenersOf.set(signal, listeners);
  signal.addEventListener("abort", listeners);
  all.add(listener);
  return () => {
    if (!all.delete(listener) || all.size > 0) return;
    signal.removeEventListener("abort", listeners);
    listenersOf.delete(signal);
  };
}

/** Sleeps; throws AbortedError at once on abort. */
export async function pause(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (ms <= 0 && !signal?.aborted) return;
  const controller = new AbortController();
  const stopListening = whenAborted(signal, (error) => controller.abort(error));
  await clock.sleep(ms, controller.signal).finally(stopListening);
}
