import { CliError } from "../errors/cli-error.js";
import { EXIT } from "../errors/exit-codes.js";
import { usageError } from "../errors/usage-error.js";
import type { LocalServerModule } from "./load-local-server.js";

/** The variable that keeps the database's URL, which may hold a password, out of the process list. */
const VARIABLE = "DOCJOBS_SERVE_DATABASE";

/** The PostgreSQL that servers and their workers share: `--database`, then the variable; undefined for neither. */
export function serverDatabase(flag: string | undefined, env: NodeJS.ProcessEnv): string | undefined {
  const url = flag || env[VARIABLE];
  if (!url) return undefined;
  if (/^postgres(?:ql)?:\/\//u.test(url)) return url;
  const name = flag ? "--database" : VARIABLE;
  throw usageError(
    `${name} is not a postgres:// URL.`,
    `For example: ${VARIABLE}=postgres://user@host/docjobs`,
  );
}

/** The bucket that has the servers' files: `--files`, then the variable; undefined for the data directory. */
export function serverFiles(flag: string | undefined, env: NodeJS.ProcessEnv): string | undefined {
  return flag || env["DOCJOBS_SERVE_FILES"] || undefined;
}

/** Refuses a database without the folder that all its processes have to see: a default would be each one's own. */
export function requireSharedFolder(data: string | undefined, env: NodeJS.ProcessEnv): void {
  if (data || env["DOCJOBS_DATA"]) return;
  throw usageError(
    "With a database the files have to be where all its processes see them.",
    "Name the shared folder, --data /mnt/docjobs, or a bucket, --files s3://bucket/docjobs.",
  );
}

/** What goes wrong where a server or a worker joins others, in the command line's words; anything else as it is. */
export function sharedServerError(error: unknown, module: LocalServerModule): unknown {
  if (error instanceof module.DriverMissingError)
    return new CliError(EXIT.usage, error.message, {
      code: "driver_missing",
      hint: error.hint,
      cause: error,
    });
  if (error instanceof module.DataDirectoryMismatchError)
    return new CliError(EXIT.localFile, error.message, {
      code: "data_directory_mismatch",
      hint: "The files in a data directory and the rows that name them belong together.",
      cause: error,
    });
  if (error instanceof module.DatabaseUnusableError)
    return new CliError(EXIT.service, error.message, {
      code: "database",
      hint: "The URL is that of --database, or of DOCJOBS_SERVE_DATABASE.",
      retryable: true,
      cause: error,
    });
  if (error instanceof module.FilesMismatchError)
    return new CliError(EXIT.localFile, error.message, {
      code: "files_mismatch",
      hint: "Files and the rows that name them belong together.",
      cause: error,
    });
  return error instanceof Error ? bucketError(error) : error;
}

/** What a bucket that cannot be used says; known by its code, as its package may not be there. */
function bucketError(error: Error): Error {
  const { code, hint, retryable } = error as { code?: unknown; hint?: unknown; retryable?: unknown };
  if (typeof code !== "string" || typeof hint !== "string" || !/^(?:bucket|object)_/u.test(code))
    return error;
  const exit = retryable === true ? EXIT.service : EXIT.usage;
  return new CliError(exit, error.message, { code, hint, retryable: retryable === true, cause: error });
}
