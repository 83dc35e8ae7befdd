import type { Kysely, UpdateObject } from "kysely";
import type { Change, Claim, Outcome } from "../work-queue.js";
import { hasPlace } from "./slots.js";
import type { Tables } from "./tables.js";

type WorkUpdate = UpdateObject<Tables, "work">;

/** Sums of decimal fractions are a little off. */
const ROUNDING = 1e-9;

/**
 * Stores a change of claimed work, in the caller's transaction, whose locks keep two from taking the last place or what is
 * left of a budget.
 */
export async function storeChange(
  database: Kysely<Tables>,
  claim: Claim<object>,
  change: Change,
  end: WorkUpdate,
): Promise<Outcome> {
  const { slot, cost, reference } = change;
  if (slot && !(await hasPlace(database, claim, slot))) return "full";
  if (cost?.limit !== undefined) {
    const others = await sumCosts(database, claim);
    if (others + cost.amount > cost.limit + ROUNDING) return "over";
  }
  if (reference !== undefined && (await isTaken(database, claim.id, reference))) return "taken";
  const { numUpdatedRows } = await database
    .updateTable("work")
    .set({ ...columnsOf(change), ...end })
    .where("id", "=", claim.id)
    .where("lease", "=", claim.lease)
    .where("state", "=", "active")
    .executeTakeFirst();
  return numUpdatedRows > 0n ? "stored" : "lost";
}

/** The columns that a change sets. */
export function columnsOf({ queue, phase, data, slot, cost, reference }: Change): WorkUpdate {
  return {
    ...(queue !== undefined && { queue }),
    ...(phase !== undefined && { phase }),
    ...(data !== undefined && { data: JSON.stringify(data) }),
    ...(slot !== undefined && { slot: slot?.key ?? null }),
    ...(cost !== undefined && { cost: cost.amount }),
    ...(reference !== undefined && { reference }),
  };
}

/** What the group's other works cost. */
async function sumCosts(database: Kysely<Tables>, { id, group }: Claim<object>): Promise<number> {
  const { cost } = await database
    .selectFrom("work")
    .select(({ fn }) => fn.sum<number | null>("cost").as("cost"))
    .where("grp", "=", group)
    .where("cost", "!=", 0)
    .where("id", "!=", id)
    .executeTakeFirstOrThrow();
  return Number(cost ?? 0);
}

async function isTaken(database: Kysely<Tables>, id: string, reference: string): Promise<boolean> {
  const other = await database
    .selectFrom("work")
    .select("id")
    .where("reference", "=", reference)
    .where("id", "!=", id)
    .executeTakeFirst();
  return other !== undefined;
}
