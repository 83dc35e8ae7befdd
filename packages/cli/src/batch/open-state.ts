import { access } from "node:fs/promises";
import type { WorkQueue } from "@docjobs/batch";
import { CliError } from "../errors/cli-error.js";
import { EXIT } from "../errors/exit-codes.js";
import { fileError } from "../errors/file-error.js";
import { usageError } from "../errors/usage-error.js";
import { printable } from "../terminal/printable.js";
import type { CliContext } from "../context.js";
import type { BatchModule } from "./load-batch.js";
import { openDatabase } from "./open-database.js";

export interface StateWish {
  /** The output directory. */
  directory: string | undefined;
  /** --state */
  state: string | undefined;
  /** --database */
  database: string | undefined;
  command: string;
  readOnly?: boolean;
}

/** Opens the state of the batches in an output directory, which has to be there. */
export async function openState(
  context: CliContext,
  module: BatchModule,
  { directory, state, database, command, readOnly = false }: StateWish,
): Promise<WorkQueue> {
  const shared = database ?? (state === undefined ? context.env["DOCJOBS_DATABASE"] : undefined);
  // Who changes a shared database says which batches are meant.
  if (directory === undefined && (shared ? !readOnly : state === undefined)) {
    throw usageError(
      `docjobs batch ${command} needs the output directory of the batch.`,
      `docjobs batch ${command} converted`,
    );
  }
  if (shared) return openDatabase(context, module, shared);
  const { defaultStatePath, openEmbeddedQueue } = module;
  const path = state ?? defaultStatePath(directory ?? "");
  await access(path).catch((error: unknown) => {
    throw fileError(
      `There is no batch in ${printable(directory ?? path)}: ${printable(path)} does not exist.`,
      "Name the directory that `docjobs batch run` got with -o, or its --state.",
      error,
    );
  });
  return openEmbeddedQueue({ path, readOnly }).catch((error: unknown) => {
    throw stateError(error);
  });
}

/** A state file that another run has is no bug. */
export function stateError(error: unknown): unknown {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code !== "queue_in_use") return error;
  return new CliError(EXIT.localFile, String(message), {
    code: "queue_in_use",
    hint: "Wait for that run, or stop it with Ctrl-C; docjobs batch status looks on meanwhile.",
    retryable: true,
    cause: error,
  });
}
