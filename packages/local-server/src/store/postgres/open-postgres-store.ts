import { Kysely, PostgresDialect, sql } from "kysely";
import type { Pool } from "pg";
import type { Tables } from "../tables.js";
import { DatabaseUnusableError } from "../database-unusable-error.js";
import type { LockArea, Store } from "../store.js";
import { createChannel, tellChannel } from "./channel.js";
import { loadDriver } from "./load-driver.js";
import { migratePostgres } from "./migrate.js";
import { SERVER_SCHEMA } from "./postgres-migrations.js";
import { keepTime } from "./shared-clock.js";
import { watchedPool } from "./watched-pool.js";

export interface PostgresStoreOptions {
  /** `postgres://…` */
  url: string;
  /** Told of trouble behind the scenes, such as a lost connection. */
  log(line: string): void;
}

const mostConnections = 10;
/** For a new connection, or for one of those that there are: who waits longer is to ask later. */
const connectTimeoutMs = 10_000;
/** A process that stands still in the middle of a transaction keeps others waiting no longer. */
const idleInTransactionMs = 30_000;
const statementMs = 30_000;
/** Of types such as count(*), whose values the driver would hand out as text. */
const int8Oid = 20;

const areas: Readonly<Record<LockArea, number>> = {
  account: 7_350_201,
  running: 7_350_202,
  content: 7_350_203,
  upload: 7_350_204,
  rate: 7_350_205,
  sweep: 7_350_206,
};

/**
 * Rows in PostgreSQL, in a schema of their own, shared with every other process that has the URL.
 *
 * @throws DriverMissingError without the package pg; DatabaseUnusableError.
 */
export async function openPostgresStore({ url, log }: PostgresStoreOptions): Promise<Store> {
  const pg = await loadDriver();
  const connection = {
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    application_name: "docjobs",
  };
  const pool = new pg.Pool({
    ...connection,
    max: mostConnections,
    statement_timeout: statementMs,
    query_timeout: statementMs + connectTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    types: {
      getTypeParser: ((oid: number, format?: "text" | "binary") =>
        oid === int8Oid
          ? Number
          : pg.types.getTypeParser(oid, format as "text")) as typeof pg.types.getTypeParser,
    },
  });
  // Without a listener an idle connection that breaks would end the process.
  pool.on("error", (error) => log(`database: ${error.message}`));
  // The same for one that is in use but waits for no answer, in the middle of a transaction.
  pool.on("connect", (client) => client.on("error", () => undefined));
  try {
    await migratePostgres(pool);
  } catch (error) {
    await pool.end();
    throw new DatabaseUnusableError(error);
  }
  const database = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: watchedPool(pool) }),
  }).withSchema(SERVER_SCHEMA);
  const time = keepTime(database);
  await time.adjust();
  const channel = createChannel(() => new pg.Client(connection), log);
  const lock: Store["lock"] = async (transaction, area, key) => {
    await sql`select pg_advisory_xact_lock(${areas[area]}::int, hashtext(${key}))`.execute(transaction);
  };
  return {
    database,
    isShared: true,
    clock: databaseClock,
    now: time.now,
    lock,
    exclusively: (area, key, work) =>
      database.transaction().execute(async (transaction) => {
        await lock(transaction, area, key);
        return work(transaction);
      }),
    unlessBusy: (area, work) => unlessBusy(pool, areas[area], work),
    tell: (transaction, message) => tellChannel(transaction, message),
    hear(listener) {
      channel.hear(listener);
    },
    async close() {
      time.stop();
      await channel.close();
      await database.destroy();
    },
  };
}

const databaseClock = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;

/** The lock is the connection's: it is free again when the process has gone. */
async function unlessBusy(pool: Pool, area: number, work: () => Promise<void>): Promise<void> {
  const client = await pool.connect();
  let isBroken = true;
  try {
    const { rows } = await client.query<{ taken: boolean }>("select pg_try_advisory_lock($1, 0) as taken", [
      area,
    ]);
    if (rows[0]?.taken === true) {
      await work();
      await client.query("select pg_advisory_unlock($1, 0)", [area]);
    }
    isBroken = false;
  } finally {
    // Thrown away with its lock where the work has failed.
    client.release(isBroken);
  }
}
