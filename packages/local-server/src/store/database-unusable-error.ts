/** The database that was named cannot be worked with; the URL, which may hold a password, is not in the message. */
export class DatabaseUnusableError extends Error {
  readonly code = "DATABASE_UNUSABLE";

  constructor(cause: unknown) {
    const { code, message } = cause as { code?: unknown; message?: unknown };
    const reason = String(message || code || "unknown error");
    super(
      `The database cannot be used: ${reason}. Check the URL, the user's rights and that the server runs.`,
      {
        cause,
      },
    );
    this.name = "DatabaseUnusableError";
  }
}
