import { setTimeout as pause } from "node:timers/promises";
import { DatabaseAwayError } from "./database-away-error.js";

const retryMs = 500;

/** Does the work as soon as the database is there; gives up when the signal aborts. */
export async function retryWhileAway<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DatabaseAwayError) || signal.aborted) throw error;
      await pause(retryMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
