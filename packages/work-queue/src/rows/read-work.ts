import type { Claim, Work } from "../work-queue.js";
import type { WorkRow } from "./tables.js";

export function readWork(row: WorkRow): Work {
  return {
    id: row.id,
    sequence: Number(row.sequence),
    group: row.grp,
    queue: row.queue,
    phase: row.phase,
    data: JSON.parse(row.data) as Record<string, unknown>,
    state: row.state,
    dueAt: row.dueAt,
    attempts: row.attempts,
  };
}

export function readClaim(row: WorkRow): Claim {
  return { ...readWork(row), lease: row.lease ?? "" };
}
