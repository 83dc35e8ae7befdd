/** Words of the system and of SQLite for a disk that takes no more. */
const FULL = /^(?:ENOSPC|EDQUOT|SQLITE_FULL|SQLITE_IOERR)/;

/** Whether something could not be stored because there is no room, or because the disk fails. */
export function isDiskFull(error: unknown): boolean {
  return FULL.test(String((error as { code?: unknown } | undefined)?.code ?? ""));
}
