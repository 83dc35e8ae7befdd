import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { type Kysely, sql } from "kysely";
import { readClaim } from "../rows/read-work.js";
import {
  countWork,
  firstNote,
  listNotes,
  listWork,
  markSeen,
  readNote,
  writeNote,
} from "../rows/row-readers.js";
import { countSlots, freeSlot, listHolders } from "../rows/slots.js";
import { columnsOf, storeChange } from "../rows/store-change.js";
import type { Tables } from "../rows/tables.js";
import type { Change, Claim, ClaimRequest, NewWork, Outcome, WorkQueue } from "../work-queue.js";
import { lockFile } from "./file-lock.js";
import { openDatabase } from "./open-database.js";
import { runTransaction } from "./run-transaction.js";
import { holdTurns, takeTurn } from "./take-turn.js";

export interface EmbeddedQueueOptions {
  /** The SQLite file; made with its directories where it is missing. `:memory:` keeps nothing. */
  path: string;
  /** Only reads, beside the process that owns the file: nothing may be stored. */
  readOnly?: boolean | undefined;
  /** How long claimed work stays claimed without a heartbeat. Default 60 000. */
  leaseMs?: number | undefined;
  /** Milliseconds since the epoch. Default: the system's clock. */
  now?: (() => number) | undefined;
}

const MEMORY = ":memory:";
const DEFAULT_LEASE_MS = 60_000;
/** SQLite takes 32 766 values in one statement. */
const ROWS_PER_INSERT = 1000;

/**
 * Work in one SQLite file that one process owns. What a dead process had claimed is free again when the file is opened.
 *
 * @throws QueueInUseError while another process has it.
 */
export async function openEmbeddedQueue(options: EmbeddedQueueOptions): Promise<WorkQueue> {
  const { path, readOnly = false, leaseMs = DEFAULT_LEASE_MS, now = Date.now } = options;
  const isOwned = path !== MEMORY && !readOnly;
  if (isOwned) mkdirSync(dirname(path), { recursive: true });
  const unlock = isOwned ? lockFile(path) : () => undefined;
  let database: Kysely<Tables>;
  try {
    database = openDatabase(path, readOnly);
  } catch (error) {
    unlock();
    throw error;
  }
  const queue = createEmbeddedQueue(database, { leaseMs, now, unlock });
  if (!isOwned) return queue;
  try {
    await freeAll(database);
    return queue;
  } catch (error) {
    await queue.close();
    throw error;
  }
}

/** The file's owner has just opened it, so nobody works on anything. */
async function freeAll(database: Kysely<Tables>): Promise<void> {
  await database
    .updateTable("work")
    .set({ state: "ready", lease: null, leasedUntil: null })
    .where("state", "=", "active")
    .execute();
}

interface Settings {
  leaseMs: number;
  now: () => number;
  unlock: () => void;
}

function createEmbeddedQueue(database: Kysely<Tables>, { leaseMs, now, unlock }: Settings): WorkQueue {
  const free = { lease: null, leasedUntil: null } as const;
  const settle = (
    claim: Claim<object>,
    change: Change,
    end: Parameters<typeof storeChange>[3],
  ): Promise<Outcome> =>
    runTransaction(database, (transaction) => storeChange(transaction, claim, change, end));

  return {
    enqueueMany: (works) => insertWork(database, works),
    claim: (request) => claimDue(database, request, now(), leaseMs),
    heartbeat: (claim, change = {}) => settle(claim, change, { leasedUntil: now() + leaseMs }),
    deferUntil: (claim, dueAt, change = {}) => settle(claim, change, { state: "ready", dueAt, ...free }),
    complete: (claim, change = {}) => settle(claim, change, { state: "done", ...free }),
    fail: (claim, change = {}) => settle(claim, change, { state: "failed", ...free }),
    async recover() {
      const { numUpdatedRows } = await database
        .updateTable("work")
        .set({ state: "ready", ...free })
        .where("state", "=", "active")
        .where("leasedUntil", "<=", now())
        .executeTakeFirst();
      return Number(numUpdatedRows);
    },
    async reopen(id, change) {
      const { numUpdatedRows } = await database
        .updateTable("work")
        .set({ ...columnsOf(change), state: "ready", dueAt: now(), seen: 0, ...free })
        .where("id", "=", id)
        .where("state", "=", "failed")
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    counts: (group) => countWork(database, group),
    slotsUsed: (key, group) => countSlots(database, { key, group }),
    slotHolders: (query) => listHolders(database, query),
    freeSlot: (work) => freeSlot(database, work),
    list: (query) => listWork(database, query),
    markSeen: (ids) => markSeen(database, ids),
    note: (key) => readNote(database, key),
    notes: (prefix) => listNotes(database, prefix),
    setNote: (key, value) => writeNote(database, key, value),
    firstNote: (key, value) => firstNote(database, key, value),
    takeTurn: (key, rate) =>
      runTransaction(database, (transaction) => takeTurn(transaction, key, rate, now())),
    holdTurns: (key, until) =>
      runTransaction(database, (transaction) => holdTurns(transaction, key, until, now())),
    async heldUntil(key) {
      const row = await database
        .selectFrom("turn")
        .select("heldUntil")
        .where("key", "=", key)
        .executeTakeFirst();
      return row?.heldUntil ?? 0;
    },
    async close() {
      await database.destroy();
      unlock();
    },
  };
}

async function insertWork(database: Kysely<Tables>, works: readonly NewWork[]): Promise<number> {
  return runTransaction(database, async (transaction) => {
    let added = 0;
    for (let at = 0; at < works.length; at += ROWS_PER_INSERT) {
      const { numInsertedOrUpdatedRows = 0n } = await transaction
        .insertInto("work")
        .values(works.slice(at, at + ROWS_PER_INSERT).map(newRow))
        .onConflict((conflict) => conflict.column("id").doNothing())
        .executeTakeFirst();
      added += Number(numInsertedOrUpdatedRows);
    }
    return added;
  });
}

function newRow({ id, group, queue, phase, data, dueAt = 0 }: NewWork) {
  return { id, grp: group, queue, phase, state: "ready", data: JSON.stringify(data), dueAt } as const;
}

async function claimDue(
  database: Kysely<Tables>,
  { group, queue, limit, early }: ClaimRequest,
  now: number,
  leaseMs: number,
): Promise<Claim[]> {
  if (limit <= 0) return [];
  const due = database
    .selectFrom("work")
    .select("sequence")
    .where("grp", "=", group)
    .where("queue", "=", queue)
    .where("state", "=", "ready")
    .where("dueAt", "<=", early ? Infinity : now)
    .orderBy("dueAt")
    .orderBy("sequence")
    .limit(limit);
  const rows = await database
    .updateTable("work")
    .set({
      state: "active",
      lease: randomUUID(),
      leasedUntil: now + leaseMs,
      attempts: sql<number>`attempts + 1`,
    })
    .where("sequence", "in", due)
    .returningAll()
    .execute();
  return rows.sort((a, b) => a.dueAt - b.dueAt || a.sequence - b.sequence).map(readClaim);
}
