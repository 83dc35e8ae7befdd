import type { Transaction } from "kysely";
import type { Tables } from "../../store/tables.js";
import { anchorgridError } from "./anchorgrid-errors.js";
import { type Tier, tiers } from "./tiers.js";

/**
 * Charges a submit to the account's plan; enterprise has no limit.
 *
 * @throws ApiError 402 `FREE_TIER_LIMIT_REACHED` or 429 `QUOTA_EXCEEDED`; nothing is charged then.
 */
export async function chargeCredits(
  transaction: Transaction<Tables>,
  charge: { account: string; tier: Tier; cost: number; now: number },
): Promise<void> {
  const { account, tier, cost, now } = charge;
  const { credits } = tiers[tier];
  if (!credits) return;
  const period = credits.per === "lifetime" ? "lifetime" : new Date(now).toISOString().slice(0, 7);
  const row = await transaction
    .selectFrom("credit_use")
    .select("used")
    .where("account", "=", account)
    .where("period", "=", period)
    .executeTakeFirst();
  const used = (row?.used ?? 0) + cost;
  if (used > credits.amount) throw limitReached(credits, cost, credits.amount - (row?.used ?? 0));
  await transaction
    .insertInto("credit_use")
    .values({ account, period, used })
    .onConflict((conflict) => conflict.columns(["account", "period"]).doUpdateSet({ used }))
    .execute();
}

function limitReached({ per }: { per: "lifetime" | "month" }, cost: number, left: number): Error {
  const text = `The job costs ${cost} credits and ${left} are left`;
  return per === "lifetime"
    ? anchorgridError(402, "FREE_TIER_LIMIT_REACHED", `${text} of the free plan's allowance.`)
    : anchorgridError(429, "QUOTA_EXCEEDED", `${text} of this month's quota.`);
}
