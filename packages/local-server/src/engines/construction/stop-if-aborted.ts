import { EngineError } from "../engine-error.js";

/** Engines look at the signal between pages. */
export function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new EngineError("aborted", "The work was stopped before it was done.");
}
