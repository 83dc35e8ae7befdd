import type { Kysely, Transaction } from "kysely";
import type { Tables } from "../../store/tables.js";
import { convertFastError } from "./convert-fast-errors.js";

const dayMs = 24 * 60 * 60_000;

/** What an account with a daily limit has used of it today (UTC). */
export async function readDailyUse(database: Kysely<Tables>, account: string, now: number): Promise<number> {
  const row = await database
    .selectFrom("credit_use")
    .select("used")
    .where("account", "=", account)
    .where("period", "=", periodOf(now))
    .executeTakeFirst();
  return row?.used ?? 0;
}

/**
 * Counts a job towards the day's limit. That a use is a job, and a day one of UTC, are assumptions.
 *
 * @throws ApiError `usage.daily_limit_exceeded`; nothing is counted then.
 */
export async function countDailyUse(
  transaction: Transaction<Tables>,
  use: { account: string; limit: number; now: number },
): Promise<void> {
  const { account, limit, now } = use;
  const used = await readDailyUse(transaction, account, now);
  if (used >= limit) {
    throw convertFastError(
      402,
      "usage.daily_limit_exceeded",
      `The day's limit is used up: ${used} of ${limit} jobs. It begins anew at ${dailyReset(now)}.`,
    );
  }
  const period = periodOf(now);
  // Days that are over are of no use to anybody.
  await transaction
    .deleteFrom("credit_use")
    .where("account", "=", account)
    .where("period", "like", `${prefix}%`)
    .where("period", "!=", period)
    .execute();
  await transaction
    .insertInto("credit_use")
    .values({ account, period, used: used + 1 })
    .onConflict((conflict) => conflict.columns(["account", "period"]).doUpdateSet({ used: used + 1 }))
    .execute();
}

/** When the count begins anew. */
export function dailyReset(now: number): string {
  return new Date((Math.floor(now / dayMs) + 1) * dayMs).toISOString();
}

const prefix = "convert-fast/";

function periodOf(now: number): string {
  return prefix + new Date(now).toISOString().slice(0, 10);
}
