import type { JobResource } from "../job-api.js";
import { type Around, readNumber } from "../job/place.js";

/** The percentage of a job that tells a ratio, or how much of how much is done. */
export function countProgress(
  { ratio, done, total }: NonNullable<JobResource["progress"]>,
  body: unknown,
  around: Around,
): number | undefined {
  const share = readNumber(ratio, body, around);
  if (share !== undefined) return share * 100;
  const [part, whole] = [readNumber(done, body, around), readNumber(total, body, around)];
  return part === undefined || !whole ? undefined : Math.min(100, (part / whole) * 100);
}
