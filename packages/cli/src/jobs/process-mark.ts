import { readFileSync } from "node:fs";

/** Names a process as long as the machine runs: its id, and where the system tells it its start, as ids are used again. */
export function ownMark(): string {
  const startedAt = startOf(process.pid);
  return startedAt === undefined ? `${process.pid}` : `${process.pid}-${startedAt}`;
}

/** Whether the process with this mark still runs. */
export function isRunning(mark: string): boolean {
  const [id = "", wanted] = mark.split("-");
  const pid = Number(id);
  if (!/^[1-9]\d*$/u.test(id) || !exists(pid)) return false;
  return wanted === undefined || (startOf(pid) ?? wanted) === wanted;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, but somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Field 22 of Linux's `/proc/<pid>/stat`: ticks since the machine's start. The name before it may hold anything. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
