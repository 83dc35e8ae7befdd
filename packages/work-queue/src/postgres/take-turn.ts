import { type Kysely, sql } from "kysely";
import type { Tables } from "../rows/tables.js";
import type { Rate } from "../work-queue.js";
import { SCHEMA } from "./schema.js";

const TURN = sql.table(`${SCHEMA}.turn`);
/** The database's clock: those of the processes differ. */
const NOW = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::double precision`;

/** A token bucket in one statement, which is exact for any number of processes. */
export async function takeTurn(
  database: Kysely<Tables>,
  key: string,
  { perSecond, burst }: Rate,
): Promise<number> {
  const filled = sql`least(${burst}::double precision, tokens + greatest(${NOW} - "countedAt", 0) / 1000 * ${perSecond}::double precision)`;
  await sql`
    insert into ${TURN} (key, tokens, "countedAt", "heldUntil") values (${key}, ${burst}, ${NOW}, 0)
    on conflict (key) do nothing`.execute(database);
  const taken = await sql`
    update ${TURN} set tokens = ${filled} - 1, "countedAt" = ${NOW}
    where key = ${key} and "heldUntil" <= ${NOW} and ${filled} >= 1 returning key`.execute(database);
  if (taken.rows.length > 0) return 0;
  const { rows } = await sql<{ waitMs: number }>`
    select greatest("heldUntil" - ${NOW}, (1 - ${filled}) / ${perSecond}::double precision * 1000, 1) as "waitMs"
    from ${TURN} where key = ${key}`.execute(database);
  return Math.ceil(rows[0]?.waitMs ?? 1);
}

export async function holdTurns(database: Kysely<Tables>, key: string, until: number): Promise<void> {
  // After a pause that the API asked for, one request at a time shows whether it is over.
  await sql`
    insert into ${TURN} as turn (key, tokens, "countedAt", "heldUntil") values (${key}, 1, ${until}, ${until})
    on conflict (key) do update set tokens = 1,
      "countedAt" = greatest(turn."countedAt", excluded."countedAt"),
      "heldUntil" = greatest(turn."heldUntil", excluded."heldUntil")`.execute(database);
}

export async function heldUntil(database: Kysely<Tables>, key: string): Promise<number> {
  const row = await database.selectFrom("turn").select("heldUntil").where("key", "=", key).executeTakeFirst();
  return row?.heldUntil ?? 0;
}
