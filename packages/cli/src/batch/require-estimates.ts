import { usageError } from "../errors/usage-error.js";
import type { Target } from "../providers/find-provider.js";

/** A budget holds only where every step's API tells beforehand what a job will cost. Throws a usage error elsewhere. */
export function requireEstimates(targets: readonly Target[]): void {
  const unknown = targets.find(({ kind }) => !kind.estimate);
  if (!unknown) return;
  throw usageError(
    `${unknown.provider.id} does not estimate what a job costs, so --max-credits cannot hold.`,
    "Leave --max-credits out, or give fewer inputs.",
  );
}
