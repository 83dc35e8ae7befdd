/** The database does not answer for now. What was asked of it may be asked again. */
export class DatabaseAwayError extends Error {
  constructor(cause: unknown) {
    super("The database cannot be reached for now.", { cause });
    this.name = "DatabaseAwayError";
  }
}

/** Connection exceptions, shutdowns and too many connections (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const awayStates = /^(?:08...|57P0[1-5]|53300|25P03)$/u;
const awayCodes: ReadonlySet<unknown> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);
/** What the driver says without a code. */
const awayMessages =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/u;

/** Whether an error of the driver says that the connection is broken or cannot be made. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof DatabaseAwayError) return true;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (awayCodes.has(code) || awayStates.test(String(code))) return true;
  return awayMessages.test(String(message));
}
