import { readFileSync, rmSync, writeFileSync } from "node:fs";
import Libsql from "libsql";

/** Another process, or another queue of this one, has the file. */
export class QueueInUseError extends Error {
  readonly code = "queue_in_use";
  readonly path: string;
  /** Undefined where it is not known yet. */
  readonly pid: number | undefined;

  constructor(path: string, pid: number | undefined) {
    super(`${path} is in use by ${pid === undefined ? "another process" : `process ${pid}`}.`);
    this.name = "QueueInUseError";
    this.path = path;
    this.pid = pid;
  }
}

/**
 * Makes this process the file's only owner. The lock is the operating system's, held through an empty database beside the
 * file, so that it ends with the process in whatever way that ends.
 *
 * @throws QueueInUseError with the owner's pid.
 */
export function lockFile(path: string): () => void {
  const lock = new Libsql(`${path}.lock`);
  const pidPath = `${path}.pid`;
  try {
    lock.exec("pragma busy_timeout = 0; begin exclusive;");
  } catch (error) {
    lock.close();
    if (isBusy(error)) throw new QueueInUseError(path, readPid(pidPath));
    throw error;
  }
  const unlock = (): void => {
    rmSync(pidPath, { force: true });
    lock.exec("rollback;");
    lock.close();
  };
  try {
    writeFileSync(pidPath, `${process.pid}\n`, { mode: 0o600 });
  } catch (error) {
    unlock();
    throw error;
  }
  return unlock;
}

function isBusy(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === "SQLITE_BUSY" || /database is locked/i.test(String(message));
}

function readPid(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
