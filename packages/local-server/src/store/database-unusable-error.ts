/** The database is a newer version's: nothing about the URL is wrong. */
export class NewerDatabaseError extends Error {}

/** The database that was named cannot be worked with; the URL, which may hold a password, is not in the message. */
export class DatabaseUnusableError extends Error {
  readonly code = "DATABASE_UNUSABLE";

  constructor(cause: unknown) {
    const { code, message } = cause as { code?: unknown; message?: unknown };
    const reason = String(message || code || "unknown error");
    const next =
      cause instanceof NewerDatabaseError
        ? ""
        : ". Check the URL, the user's rights and that the server runs.";
    super(`The database cannot be used: ${reason}${next}`, { cause });
    this.name = "DatabaseUnusableError";
  }
}
