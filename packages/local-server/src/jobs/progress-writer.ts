import type { Store } from "../store/store.js";
import type { Job } from "../store/tables.js";
import { stillRuns } from "./settle-job.js";

export interface ProgressWriterOptions {
  store: Store;
  now: () => number;
  log: (line: string) => void;
}

const everyMs = 200;

/** Stores a job's progress in its row: never backwards, and not more often than somebody can look. */
export function progressWriter(
  job: Job,
  { store, now, log }: ProgressWriterOptions,
): (percent: number, phase: string | null) => void {
  let writtenAtMs = Number.NEGATIVE_INFINITY;
  let highest = 0;
  return (percent, phase) => {
    const atMs = performance.now();
    if (atMs - writtenAtMs < everyMs) return;
    writtenAtMs = atMs;
    // 100 is for a job that has ended.
    highest = Math.max(highest, Math.min(99, Math.round(Number.isFinite(percent) ? percent : 0)));
    store.database
      .updateTable("job")
      .set({ percent: highest, phase, updatedAt: now() })
      .where(stillRuns(job))
      .execute()
      .catch((error: unknown) => log(`job ${job.id}: progress was not stored: ${String(error)}`));
  };
}
