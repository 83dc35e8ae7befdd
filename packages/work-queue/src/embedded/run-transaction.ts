import { type Kysely, sql } from "kysely";
import type { Tables } from "../rows/tables.js";

/**
 * Runs statements as one. Where the disk is full SQLite has ended the transaction by itself, so that Kysely's own way of
 * ending it would fail and hide the reason.
 */
export function runTransaction<Value>(
  database: Kysely<Tables>,
  statements: (transaction: Kysely<Tables>) => Promise<Value>,
): Promise<Value> {
  // One connection: transactions come one after the other.
  return database.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection);
    try {
      const value = await statements(connection);
      await sql`commit`.execute(connection);
      return value;
    } catch (error) {
      await sql`rollback`.execute(connection).catch(() => undefined);
      throw error;
    }
  });
}
