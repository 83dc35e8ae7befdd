import { CliError } from "./cli-error.js";
import { EXIT } from "./exit-codes.js";

/** A command line that cannot be run. Nothing has been sent. */
export function usageError(message: string, hint?: string): CliError {
  return new CliError(EXIT.usage, message, { code: "usage", ...(hint === undefined ? {} : { hint }) });
}
