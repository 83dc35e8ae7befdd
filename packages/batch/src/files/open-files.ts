import type { Files } from "./files.js";
import { createBucketFiles } from "./bucket-files.js";
import { localFiles } from "./local-files.js";
import { type Buckets, openBuckets } from "./open-buckets.js";
import { isBucketUrl } from "./places.js";

/** The files behind every place that a batch knows. */
export interface AllFiles {
  of(place: string): Files;
  /** Ends the connections. */
  close(): void;
}

/** Opens nothing before it is asked for: who names no bucket needs no package for one. */
export function openFiles(buckets: Buckets = openBuckets()): AllFiles {
  const bucketFiles = createBucketFiles(buckets);
  return {
    of: (place) => (isBucketUrl(place) ? bucketFiles : localFiles),
    close: () => buckets.close(),
  };
}
