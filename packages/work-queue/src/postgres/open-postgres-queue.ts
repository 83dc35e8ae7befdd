import { type Kysely, PostgresDialect, sql, Kysely as KyselyDatabase } from "kysely";
import type { Pool } from "pg";
import type { CommandResponse, PgBoss } from "pg-boss";
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
import { asBossDatabase } from "./boss-database.js";
import { createJobQueues, type JobQueues, type LeasedJob, readLease, writeLease } from "./job-queues.js";
import { loadDrivers } from "./load-drivers.js";
import { BOSS_SCHEMA, createSchema, SCHEMA } from "./schema.js";
import { heldUntil, holdTurns, takeTurn } from "./take-turn.js";

export interface PostgresQueueOptions {
  /** `postgres://…` */
  connectionString: string;
  /** How long claimed work stays claimed without a heartbeat: whole seconds, 10 at least. Default 60. */
  leaseSeconds?: number | undefined;
  /** Told of trouble behind the scenes, such as a lost connection. Default: nothing. */
  onError?: ((error: Error) => void) | undefined;
}

const DEFAULT_LEASE_SECONDS = 60;
const MOST_CONNECTIONS = 8;
const ROWS_PER_INSERT = 500;
const UNIQUE_VIOLATION = "23505";
/** Keeps two processes from starting pg-boss at once. */
const START_LOCK = 7_350_113;

/** The claim that a change belongs to is not there any more: the transaction goes back. */
class LostError extends Error {
  override readonly name = "LostError";
}

/**
 * Work in PostgreSQL that any number of processes on any machines share. The rows are ours, who may take them and when is
 * pg-boss's; both change in one transaction.
 *
 * @throws DriverMissingError without the packages pg and pg-boss.
 */
export async function openPostgresQueue(options: PostgresQueueOptions): Promise<WorkQueue> {
  const { connectionString, leaseSeconds = DEFAULT_LEASE_SECONDS, onError = () => undefined } = options;
  const { pg, boss } = await loadDrivers();
  const pool = new pg.default.Pool({ connectionString, max: MOST_CONNECTIONS });
  // Without listeners a connection that breaks would end the process, idle or between two statements of a transaction.
  pool.on("error", onError);
  pool.on("connect", (client) => client.on("error", onError));
  const jobs = new boss.PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema: BOSS_SCHEMA,
    schedule: false,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
  });
  jobs.on("error", onError);
  try {
    await createSchema(pool);
    await startBoss(pool, jobs);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const database = new KyselyDatabase<Tables>({ dialect: new PostgresDialect({ pool }) }).withSchema(SCHEMA);
  return createPostgresQueue({ database, pool, boss: jobs, queues: createJobQueues(jobs, leaseSeconds) });
}

/** pg-boss makes its schema where it is missing: two processes that do so at once get into each other's way. */
async function startBoss(pool: Pool, jobs: PgBoss): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [START_LOCK]);
    await jobs.start();
  } finally {
    await client.query("select pg_advisory_unlock($1)", [START_LOCK]).catch(() => undefined);
    client.release();
  }
}

/** A job as one claimer has fetched it: a later attempt is another one's. */
type JobAttempt = Pick<LeasedJob, "id" | "retryCount">;

interface Parts {
  database: Kysely<Tables>;
  pool: Pool;
  boss: PgBoss;
  queues: JobQueues;
}

function createPostgresQueue({ database, boss, queues }: Parts): WorkQueue {
  /** Our row and pg-boss's job together, or neither. `next` queues the work anew. */
  async function settle(
    claim: Claim<object>,
    change: Change,
    end: Parameters<typeof storeChange>[3],
    finish: (attempt: JobAttempt, name: string, transaction: Kysely<Tables>) => Promise<CommandResponse>,
  ): Promise<Outcome> {
    const { name, ...attempt } = readLease(claim.lease);
    try {
      return await database.transaction().execute(async (transaction) => {
        // To count and to take is one step for all processes.
        if (change.slot) await lock(transaction, change.slot.key);
        if (change.cost?.limit !== undefined) await lock(transaction, `cost of ${claim.group}`);
        const outcome = await storeChange(transaction, claim, change, end);
        if (outcome !== "stored") return outcome;
        // Its type is empty; what it says is documented with JobAttempt.
        const { affected } = (await finish(attempt, name, transaction)) as { affected?: number };
        if (affected !== 1) throw new LostError();
        return "stored";
      });
    } catch (error) {
      if (error instanceof LostError) return "lost";
      if ((error as { code?: unknown }).code === UNIQUE_VIOLATION) return "taken";
      throw error;
    }
  }
  const finished = (attempt: JobAttempt, name: string, transaction: Kysely<Tables>) =>
    boss.complete(name, attempt, null, { db: asBossDatabase(transaction) });

  return {
    enqueueMany: (works) => insertWork(database, boss, queues, works),
    claim: (request) => claimDue(database, boss, queues, request),
    heartbeat: (claim, change = {}) =>
      settle(claim, change, { state: "active" }, (attempt, name, transaction) =>
        boss.touch(name, attempt, { db: asBossDatabase(transaction) }),
      ),
    async deferUntil(claim, dueAt, change = {}) {
      const next = await queues.open(claim.group, change.queue ?? claim.queue);
      const end = { state: "ready", dueAt, lease: null } as const;
      return settle(claim, change, end, async (attempt, name, transaction) => {
        const done = await finished(attempt, name, transaction);
        const db = asBossDatabase(transaction);
        await boss.send(next, { id: claim.id }, { startAfter: new Date(dueAt), db });
        return done;
      });
    },
    complete: (claim, change = {}) => settle(claim, change, { state: "done", lease: null }, finished),
    fail: (claim, change = {}) => settle(claim, change, { state: "failed", lease: null }, finished),
    async recover() {
      await boss.supervise();
      return freeLost(database, boss, queues);
    },
    async reopen(id, change) {
      const row = await database.selectFrom("work").selectAll().where("id", "=", id).executeTakeFirst();
      if (row?.state !== "failed") return false;
      const name = await queues.open(row.grp, change.queue ?? row.queue);
      return database.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable("work")
          .set({ ...columnsOf(change), state: "ready", dueAt: 0, seen: 0, lease: null })
          .where("id", "=", id)
          .where("state", "=", "failed")
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        await boss.send(name, { id }, { db: asBossDatabase(transaction) });
        return true;
      });
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
    takeTurn: (key, rate) => takeTurn(database, key, rate),
    holdTurns: (key, until) => holdTurns(database, key, until),
    heldUntil: (key) => heldUntil(database, key),
    async close() {
      await boss.stop({ graceful: false });
      // Ends the pool too.
      await database.destroy();
    },
  };
}

/** Until the transaction ends. Whoever takes several takes them in the same order. */
async function lock(transaction: Kysely<Tables>, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${name}))`.execute(transaction);
}

async function insertWork(
  database: Kysely<Tables>,
  boss: PgBoss,
  queues: JobQueues,
  works: readonly NewWork[],
): Promise<number> {
  const names = new Map<NewWork, string>();
  for (const work of works) names.set(work, await queues.open(work.group, work.queue));
  return database.transaction().execute(async (transaction) => {
    let added = 0;
    for (let at = 0; at < works.length; at += ROWS_PER_INSERT) {
      const page = works.slice(at, at + ROWS_PER_INSERT);
      const rows = await transaction
        .insertInto("work")
        .values(
          page.map(({ id, group, queue, phase, data, dueAt = 0 }) => ({
            id,
            grp: group,
            queue,
            phase,
            state: "ready" as const,
            data: JSON.stringify(data),
            dueAt,
          })),
        )
        .onConflict((conflict) => conflict.column("id").doNothing())
        .returning("id")
        .execute();
      const fresh = new Set(rows.map(({ id }) => id));
      added += rows.length;
      const byName = new Map<string, NewWork[]>();
      // An id that a page has twice is one row.
      for (const work of page.filter(({ id }) => fresh.delete(id))) {
        const name = names.get(work) ?? "";
        byName.set(name, [...(byName.get(name) ?? []), work]);
      }
      for (const [name, group] of byName) {
        await boss.insert(
          name,
          group.map(({ id, dueAt }) => ({
            data: { id },
            ...(dueAt !== undefined && { startAfter: new Date(dueAt) }),
          })),
          { db: asBossDatabase(transaction) },
        );
      }
    }
    return added;
  });
}

async function claimDue(
  database: Kysely<Tables>,
  boss: PgBoss,
  queues: JobQueues,
  { group, queue, limit, early = false }: ClaimRequest,
): Promise<Claim[]> {
  if (limit <= 0) return [];
  const name = await queues.open(group, queue);
  return database.transaction().execute(async (transaction) => {
    const db = asBossDatabase(transaction);
    const jobs = await boss.fetch<{ id: string }>(name, {
      batchSize: limit,
      ignoreStartAfter: early,
      includeMetadata: true,
      db,
    });
    const claims: Claim[] = [];
    for (const { id, retryCount, data } of jobs) {
      const row = await transaction
        .updateTable("work")
        .set({
          state: "active",
          lease: writeLease({ name, id, retryCount }),
          attempts: sql<number>`attempts + 1`,
        })
        .where("id", "=", data.id)
        .where("state", "in", ["ready", "active"])
        .returningAll()
        .executeTakeFirst();
      if (row) claims.push(readClaim(row));
      else await boss.complete(name, { id, retryCount }, null, { db });
    }
    return claims.sort((a, b) => a.dueAt - b.dueAt || a.sequence - b.sequence);
  });
}

/** Work whose claim pg-boss has given up, and the job that stands for it. */
interface LostWork {
  id: string;
  grp: string;
  queue: string;
  jobName: string;
  jobId: string;
}

/** Frees what pg-boss has given up; the next claimer finds its job, in the queue that the work was in at last. */
async function freeLost(database: Kysely<Tables>, boss: PgBoss, queues: JobQueues): Promise<number> {
  return database.transaction().execute(async (transaction) => {
    // A job that somebody is about to fetch is locked, and left to him.
    const { rows } = await sql<LostWork>`
      with lost as (
        select work.sequence, work.lease, job.name as "jobName", job.id as "jobId"
        from ${sql.table(`${SCHEMA}.work`)} as work
        join ${sql.table(`${BOSS_SCHEMA}.job`)} as job
          on job.name = split_part(work.lease, '|', 1) and job.id = split_part(work.lease, '|', 2)::uuid
        where work.state = 'active' and job.state in ('created', 'retry')
        for update of job skip locked
      )
      update ${sql.table(`${SCHEMA}.work`)} as work set state = 'ready', lease = null
      from lost where work.sequence = lost.sequence and work.lease = lost.lease and work.state = 'active'
      returning work.id, work.grp, work.queue, lost."jobName", lost."jobId"`.execute(transaction);
    const db = asBossDatabase(transaction);
    for (const { id, grp, queue, jobName, jobId } of rows) {
      const name = await queues.open(grp, queue);
      if (name === jobName) continue;
      await boss.deleteJob(jobName, jobId, { db });
      await boss.send(name, { id }, { db });
    }
    return rows.length;
  });
}
