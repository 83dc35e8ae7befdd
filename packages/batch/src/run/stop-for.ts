import type { BatchStop } from "../batch-options.js";
import { isDiskFull } from "./disk-full.js";
import { StateError } from "./guard-queue.js";

/** Why a run ends that does not end by itself. */
export function stopFor(error: unknown): BatchStop {
  if (!(error instanceof StateError)) return { reason: isDiskFull(error) ? "disk" : "error", error };
  return { reason: isDiskFull(error) ? "disk" : "state", error: error.cause };
}
