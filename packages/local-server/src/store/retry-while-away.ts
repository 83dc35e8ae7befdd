import { setTimeout as pause } from "node:timers/promises";
import { DatabaseAwayError } from "./database-away-error.js";
import { StorageAwayError } from "./storage-away-error.js";

const retryMs = 500;

/** Does the work as soon as database and storage are there; gives up when the signal aborts. */
export async function retryWhileAway<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const isAway = error instanceof DatabaseAwayError || error instanceof StorageAwayError;
      if (!isAway || signal.aborted) throw error;
      await pause(retryMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
