/** Words of the system, of SQLite and of PostgreSQL for a disk that takes no more. */
const FULL = /^(?:ENOSPC|EDQUOT|SQLITE_FULL|SQLITE_IOERR.*|53100)$/;

/** Whether something could not be stored because there is no room, or because the disk fails. */
export function isDiskFull(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  return FULL.test(String(code)) || (cause !== undefined && isDiskFull(cause));
}
