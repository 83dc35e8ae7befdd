import type { PostgresPool, PostgresPoolClient } from "kysely";
import type { Pool, PoolClient } from "pg";
import { DatabaseAwayError, isDatabaseAway } from "../database-away-error.js";

/** The driver's pool, whose broken connections are thrown away and told as `DatabaseAwayError`. */
export function watchedPool(pool: Pool): PostgresPool {
  return {
    async connect() {
      try {
        return watchedClient(await pool.connect());
      } catch (error) {
        throw isDatabaseAway(error) ? new DatabaseAwayError(error) : error;
      }
    },
    end: () => pool.end(),
  };
}

function watchedClient(client: PoolClient): PostgresPoolClient {
  let isBroken = false;
  const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
    try {
      return await client.query(text, values.map(storable));
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      isBroken = true;
      throw new DatabaseAwayError(error);
    }
  };
  // Of the driver's many forms Kysely uses this one; cursors are for streams, which nothing here asks for.
  return { query: query as PostgresPoolClient["query"], release: () => client.release(isBroken) };
}

/** PostgreSQL has no text with a zero character; what a client sends with one is nobody's id or key. */
function storable(value: unknown): unknown {
  return typeof value === "string" && value.includes("\0") ? value.replaceAll("\0", "\uFFFD") : value;
}
