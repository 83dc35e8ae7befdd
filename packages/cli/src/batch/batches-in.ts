import type { KnownBatch, WorkQueue } from "@docjobs/batch";
import type { CliContext } from "../context.js";
import { CliError } from "../errors/cli-error.js";
import { EXIT } from "../errors/exit-codes.js";
import { printable } from "../terminal/printable.js";
import type { BatchModule } from "./load-batch.js";
import type { StateWish } from "./open-state.js";

/**
 * The batches of an output directory; without one, all that the state knows. The state inside a directory is of that
 * directory alone, wherever it has been moved to; a database or a file named by --state may know other people's batches.
 */
export async function batchesIn(
  { env }: CliContext,
  { listBatches, folderPlace }: BatchModule,
  queue: WorkQueue,
  { directory, state, database }: Pick<StateWish, "directory" | "state" | "database">,
): Promise<KnownBatch[]> {
  const batches = await listBatches(queue);
  const isOwnState = database === undefined && state === undefined && !env["DOCJOBS_DATABASE"];
  if (isOwnState || directory === undefined) return batches;
  const wanted = folderPlace(directory);
  const found = batches.filter(({ outputDirectory }) => outputDirectory === wanted);
  if (found.length > 0) return found;
  throw new CliError(EXIT.localFile, `There is no batch with the output directory ${printable(wanted)}.`, {
    code: "local_file",
    hint: "Name the directory that `docjobs batch run` got with -o; docjobs batch status without one lists all.",
  });
}
