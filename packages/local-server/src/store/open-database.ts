import Libsql from "libsql";
import { Kysely, SqliteDialect, type SqliteDatabase } from "kysely";
import { migrations } from "./migrations.js";
import type { Tables } from "./tables.js";

export type Database = Kysely<Tables>;

/** Opens the SQLite file and brings its schema up to date. An acknowledged write survives a loss of power. */
export function openDatabase(path: string): Database {
  const sqlite = new Libsql(path);
  try {
    sqlite.exec("pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000;");
    migrate(sqlite, path);
  } catch (error) {
    sqlite.close();
    throw error;
  }
  // libsql has better-sqlite3's API; its types spell the variadic binds differently.
  return new Kysely<Tables>({
    dialect: new SqliteDialect({ database: sqlite as unknown as SqliteDatabase }),
  });
}

function migrate(sqlite: Libsql.Database, path: string): void {
  const [row] = sqlite.pragma("user_version") as { user_version: number }[];
  const version = row?.user_version ?? 0;
  if (version > migrations.length) {
    throw new Error(
      `${path} was written by a newer version (schema ${version}, this one knows ${migrations.length}). ` +
        "Update the package or choose another data directory.",
    );
  }
  for (const [index, migration] of migrations.entries()) {
    if (index < version) continue;
    sqlite.exec(`begin immediate; ${migration}; pragma user_version = ${index + 1}; commit;`);
  }
}
