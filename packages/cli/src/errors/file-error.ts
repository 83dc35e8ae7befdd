import { CliError } from "./cli-error.js";
import { EXIT } from "./exit-codes.js";

/** A file on this machine that cannot be read or written. */
export function fileError(message: string, hint?: string, cause?: unknown): CliError {
  return new CliError(EXIT.localFile, message, {
    code: "local_file",
    ...(hint === undefined ? {} : { hint }),
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The errno code of a Node file system error, for example `ENOENT`. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
