import { setTimeout as delay } from "node:timers/promises";

/** Resolves once something holds; looks every few milliseconds until the row's time is up. */
export async function until(holds: () => boolean, what: string, signal: AbortSignal): Promise<void> {
  while (!holds()) {
    if (signal.aborted) throw new Error(`it did not come to ${what}`);
    await delay(5);
  }
}
