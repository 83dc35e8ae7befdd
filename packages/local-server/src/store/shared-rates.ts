import { sql } from "kysely";
import { secondsUntilFree, windowMs } from "../http/use-window.js";
import { SERVER_SCHEMA } from "./postgres/postgres-migrations.js";
import type { Store } from "./store.js";

const BUCKET = sql.table(`${SERVER_SCHEMA}.token_bucket`);

export interface TokenRate {
  key: string;
  burst: number;
  perSecond: number;
  now: number;
}

/** A token bucket in one statement, which is exact for any number of processes; the seconds until there is a token, or 0. */
export async function takeToken({ database }: Store, rate: TokenRate): Promise<number> {
  const { key, burst, perSecond, now } = rate;
  const filled = sql`least(${burst}::double precision, bucket.tokens
    + greatest(excluded."countedAt" - bucket."countedAt", 0)::double precision / 1000 * ${perSecond}::double precision)`;
  const { rows } = await sql<{ granted: boolean; tokens: number }>`
    insert into ${BUCKET} as bucket (key, tokens, "countedAt", granted)
    values (${key}, ${burst}::double precision - 1, ${now}::bigint, true)
    on conflict (key) do update set
      tokens = case when ${filled} >= 1 then ${filled} - 1 else ${filled} end,
      granted = ${filled} >= 1,
      "countedAt" = greatest(bucket."countedAt", excluded."countedAt")
    returning granted, tokens`.execute(database);
  const [bucket] = rows;
  return !bucket || bucket.granted ? 0 : Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
}

/** At most so many uses in any minute by all processes together; the seconds until the next, or 0. */
export async function takeOfWindow(
  store: Store,
  { key, most, now }: { key: string; most: number; now: number },
): Promise<number> {
  return store.database.transaction().execute(async (transaction) => {
    await store.lock(transaction, "rate", key);
    await transaction
      .deleteFrom("recent_use")
      .where("key", "=", key)
      .where("usedAt", "<=", now - windowMs)
      .execute();
    const { count, oldest } = await transaction
      .selectFrom("recent_use")
      .select((select) => [
        select.fn.countAll<number>().as("count"),
        select.fn.min<number | null>("usedAt").as("oldest"),
      ])
      .where("key", "=", key)
      .executeTakeFirstOrThrow();
    if (oldest !== null && count >= most) return secondsUntilFree(oldest, now);
    await transaction.insertInto("recent_use").values({ key, usedAt: now }).execute();
    return 0;
  });
}

/** Forgets keys that have not been used for long: they would have all their tokens again. */
export async function sweepRates({ database }: Store, now: number): Promise<void> {
  await database
    .deleteFrom("token_bucket")
    .where("countedAt", "<", now - fullAgainMs)
    .execute();
  await database
    .deleteFrom("recent_use")
    .where("usedAt", "<", now - fullAgainMs)
    .execute();
}

const fullAgainMs = 600_000;
