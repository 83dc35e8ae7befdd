import { NewerDatabaseError } from "../database-unusable-error.js";
import type { Pool, PoolClient } from "pg";
import { postgresMigrations, SERVER_SCHEMA } from "./postgres-migrations.js";

/** Keeps two processes from making the schema at once. */
const LOCK = 7_350_113;

/** Brings the schema up to date; of several processes that start together one does it, and the others wait. */
export async function migratePostgres(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1)", [LOCK]);
    await applyMissing(client);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

async function applyMissing(client: PoolClient): Promise<void> {
  await client.query(`create schema if not exists ${SERVER_SCHEMA}`);
  await client.query(`set local search_path to ${SERVER_SCHEMA}`);
  await client.query(
    `create table if not exists schema_version (version integer not null);
     insert into schema_version select 0 where not exists (select 1 from schema_version)`,
  );
  const { rows } = await client.query<{ version: number }>("select version from schema_version");
  const version = rows[0]?.version ?? 0;
  if (version > postgresMigrations.length) {
    throw new NewerDatabaseError(
      `it was written by a newer version (schema ${version}, this one knows ${postgresMigrations.length}). ` +
        "Update the package or choose another database.",
    );
  }
  for (const migration of postgresMigrations.slice(version)) await client.query(migration);
  await client.query("update schema_version set version = $1", [postgresMigrations.length]);
}
