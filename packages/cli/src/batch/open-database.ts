import type { WorkQueue } from "@docjobs/batch";
import { CliError } from "../errors/cli-error.js";
import { EXIT } from "../errors/exit-codes.js";
import { usageError } from "../errors/usage-error.js";
import type { CliContext } from "../context.js";
import { printable } from "../terminal/printable.js";
import type { BatchModule } from "./load-batch.js";

/** The queue that workers share; its URL may hold a password, so it is in no message. */
export async function openDatabase(
  context: CliContext,
  { openPostgresQueue }: BatchModule,
  connectionString: string,
): Promise<WorkQueue> {
  if (!/^postgres(?:ql)?:\/\//u.test(connectionString))
    throw usageError(
      "--database is not a postgres:// URL.",
      "For example: --database postgres://user@host/docjobs",
    );
  try {
    const queue = await openPostgresQueue({ connectionString });
    let closing: Promise<void> | undefined;
    const close = (): Promise<void> => (closing ??= queue.close());
    context.cleanups.push(close);
    return { ...queue, close };
  } catch (error) {
    const { code, message, hint } = error as { code?: unknown; message?: unknown; hint?: unknown };
    if (code === "driver_missing")
      throw new CliError(EXIT.usage, String(message), { code: "driver_missing", hint: String(hint) });
    // PostgreSQL's own words name a role or a database, never the password.
    const reason = printable(String(message || code || "unknown error"));
    throw new CliError(EXIT.service, `The database cannot be used: ${reason}`, {
      code: "database",
      hint: "Check the URL, the user's rights and that the server runs.",
      retryable: true,
      cause: error,
    });
  }
}
