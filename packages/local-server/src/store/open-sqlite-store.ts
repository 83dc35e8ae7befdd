import { sql } from "kysely";
import { openDatabase } from "./open-database.js";
import type { Store } from "./store.js";

/** Rows in a SQLite file of this process alone: nobody is to be kept out or told. */
export function openSqliteStore(path: string): Store {
  const database = openDatabase(path);
  return {
    database,
    isShared: false,
    clock: sql<number>`(unixepoch('subsec') * 1000)`,
    now: Date.now,
    // The file has one connection, so its transactions run one after another.
    lock: async () => undefined,
    exclusively: (_area, _key, work) => work(database),
    unlessBusy: (_area, work) => work(),
    tell: async () => undefined,
    hear: () => undefined,
    close: () => database.destroy(),
  };
}
