import type { Pool } from "pg";

/** Everything lives here; pg-boss's own tables in a schema beside it. */
export const SCHEMA = "docjobs";
export const BOSS_SCHEMA = "docjobs_boss";

/** Keeps two processes from making the schema at once. */
const LOCK = 7_350_112;

const statements = `
  create schema if not exists ${SCHEMA};
  create table if not exists ${SCHEMA}.work (
    sequence bigserial primary key,
    id text not null unique,
    grp text not null,
    queue text not null,
    phase text not null,
    state text not null check (state in ('ready', 'active', 'done', 'failed')),
    data text not null,
    "dueAt" double precision not null,
    lease text,
    "leasedUntil" double precision,
    attempts integer not null default 0,
    slot text,
    reference text,
    seen integer not null default 0
  );
  alter table ${SCHEMA}.work add column if not exists cost double precision not null default 0;
  create index if not exists work_by_cost on ${SCHEMA}.work (grp, cost) where cost <> 0;
  create index if not exists work_by_phase on ${SCHEMA}.work (grp, state, phase);
  create index if not exists work_due on ${SCHEMA}.work (grp, "dueAt") where state = 'ready';
  create index if not exists work_unseen on ${SCHEMA}.work (grp, sequence)
    where seen = 0 and state in ('done', 'failed');
  create index if not exists work_by_slot on ${SCHEMA}.work (slot) where slot is not null;
  create unique index if not exists work_by_reference on ${SCHEMA}.work (reference) where reference is not null;
  create table if not exists ${SCHEMA}.note (key text primary key, value text not null);
  create table if not exists ${SCHEMA}.turn (
    key text primary key,
    tokens double precision not null,
    "countedAt" double precision not null,
    "heldUntil" double precision not null
  );
`;

/** Makes the tables where they are missing. */
export async function createSchema(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1)", [LOCK]);
    await client.query(statements);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
