import pg from "pg";
import { findPostgres, type PostgresCluster, startPostgres } from "@docjobs/test-servers";

/** Debian's PostgreSQL; undefined where it is not installed, which is said. */
export const postgres: string | undefined = findPostgres();
if (postgres === undefined) {
  console.warn(
    "Servers with a database are not tested: install Debian's package postgresql, which has initdb and postgres.",
  );
}

export interface TestDatabases {
  /** The URL of an empty database. */
  create(): Promise<string>;
  /** The server itself, for tests in which it goes away. */
  cluster: PostgresCluster;
  stop(): Promise<void>;
}

/** A PostgreSQL with a database for every test. */
export async function startDatabases(): Promise<TestDatabases> {
  if (postgres === undefined) throw new Error("There is no PostgreSQL here.");
  const cluster = await startPostgres(postgres);
  let count = 0;
  return {
    cluster,
    async create() {
      const name = `test${++count}`;
      const admin = new pg.Client({ connectionString: cluster.url });
      await admin.connect();
      await admin.query(`create database ${name}`);
      await admin.end();
      return cluster.url.replace(/\/postgres$/, `/${name}`);
    },
    stop: () => cluster.stop(),
  };
}

let ofAllServers: TestDatabases | undefined;

/** Lets every server that tests run from now on have its rows in a database of its own. */
export function useDatabases(databases: TestDatabases | undefined): void {
  ofAllServers = databases;
}

/** The rows' place for a new server: its data directory unless `useDatabases` was called. */
export async function newDatabaseUrl(): Promise<{ databaseUrl?: string }> {
  return ofAllServers ? { databaseUrl: await ofAllServers.create() } : {};
}
