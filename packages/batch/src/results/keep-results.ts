import { appendFile } from "node:fs/promises";
import { type Clock, ServiceUnavailableError } from "@docjobs/jobs-core";
import type { WorkQueue } from "@docjobs/work-queue";
import type { AllFiles } from "../files/open-files.js";
import { placeIn } from "../files/places.js";
import type { ItemResult } from "./item-result.js";
import { resultLine, resultLines } from "./results-file.js";

/** `results.jsonl` of a run. */
export interface KeptResults {
  add(results: readonly ItemResult[]): Promise<void>;
  /** Everything that was added is there. */
  end(): Promise<void>;
}

export interface KeepOptions {
  files: AllFiles;
  queue: WorkQueue;
  batch: string;
  outputDirectory: string;
  clock: Clock;
  /** Other runs of the batch may add lines at the same time. */
  isShared: boolean;
}

/** Nothing can be added to an object: it is written anew, as often as this. */
const WRITE_EVERY_MS = 30_000;

/**
 * Writes `results.jsonl` anew from the state, in one step, since a run that was killed may have written a line twice, or half
 * of one; then keeps it up to date. In a bucket it is written whole from time to time and at the end.
 */
export async function keepResults(options: KeepOptions): Promise<KeptResults> {
  const { files, queue, batch, outputDirectory, clock, isShared } = options;
  const place = placeIn(outputDirectory, "results.jsonl");
  const own = files.of(place);
  const rewrite = (): Promise<void> => own.writeText(place, resultLines(queue, batch));
  await rewrite();
  if (!own.isRemote) {
    return {
      add: (results) => appendFile(place, results.map(resultLine).join("")),
      // Two runs that see the same item end both add its line. A disk that is full keeps the lines as they are.
      end: () => (isShared ? rewrite().catch(() => undefined) : Promise.resolve()),
    };
  }
  let writtenAt = clock.monotonic();
  let isBehind = false;
  return {
    async add() {
      isBehind = true;
      if (clock.monotonic() - writtenAt < WRITE_EVERY_MS) return;
      writtenAt = clock.monotonic();
      await rewrite().then(
        () => (isBehind = false),
        (error: unknown) => {
          // The state has it all: the next write is as good.
          if (!ServiceUnavailableError.isInstance(error)) throw error;
        },
      );
    },
    async end() {
      if (isBehind) await rewrite();
    },
  };
}
