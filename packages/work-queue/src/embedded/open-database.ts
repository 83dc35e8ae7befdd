import Libsql from "libsql";
import { Kysely, SqliteDialect, type SqliteDatabase } from "kysely";
import type { Tables } from "../rows/tables.js";
import { migrations } from "./migrations.js";

/** Opens the SQLite file and brings its schema up to date. A write that resolved survives a loss of power. */
export function openDatabase(path: string, readOnly: boolean): Kysely<Tables> {
  const sqlite = new Libsql(path, readOnly ? { fileMustExist: true } : {});
  try {
    sqlite.exec("pragma busy_timeout = 5000;");
    // libsql takes the option `readonly` and writes all the same.
    if (readOnly) sqlite.exec("pragma query_only = on;");
    else {
      sqlite.exec("pragma journal_mode = wal; pragma synchronous = full;");
      migrate(sqlite, path);
    }
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
        "Update the package or choose another file.",
    );
  }
  for (const [index, migration] of migrations.entries()) {
    if (index < version) continue;
    sqlite.exec(`begin immediate; ${migration}; pragma user_version = ${index + 1}; commit;`);
  }
}
