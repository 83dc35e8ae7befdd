import type { Kysely } from "kysely";
import type { Tables } from "../../store/tables.js";
import { convertFastError } from "./convert-fast-errors.js";

/** A Pro account's monthly credits. */
const startCredits = 12_000;

/** The account's credits; an account begins with its first use. */
export async function readCredits(database: Kysely<Tables>, account: string, now: number): Promise<number> {
  await database
    .insertInto("account")
    .values({ id: account, createdAt: now, credits: startCredits })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  const { credits } = await database
    .selectFrom("account")
    .select("credits")
    .where("id", "=", account)
    .executeTakeFirstOrThrow();
  return credits;
}

/**
 * Takes credits from the account.
 *
 * @throws ApiError `entitlements.insufficient_credits`.
 */
export async function chargeCredits(
  database: Kysely<Tables>,
  charge: { account: string; cost: number; now: number },
): Promise<void> {
  const { account, cost, now } = charge;
  const credits = await readCredits(database, account, now);
  if (credits < cost) {
    throw convertFastError(
      402,
      "entitlements.insufficient_credits",
      `The job costs ${cost} credits and ${credits} are left.`,
    );
  }
  await database
    .updateTable("account")
    .set({ credits: credits - cost })
    .where("id", "=", account)
    .execute();
}
