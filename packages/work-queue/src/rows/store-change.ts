import type { Kysely, UpdateObject } from "kysely";
import type { Change, Claim, Outcome } from "../work-queue.js";
import type { Tables } from "./tables.js";

type WorkUpdate = UpdateObject<Tables, "work">;

/**
 * Stores a change of claimed work, in the caller's transaction, whose lock on the slot's key keeps two from taking the last
 * place.
 */
export async function storeChange(
  database: Kysely<Tables>,
  claim: Claim<object>,
  change: Change,
  end: WorkUpdate,
): Promise<Outcome> {
  const { slot, reference } = change;
  if (slot && !(await hasPlace(database, claim.id, slot.key, slot.limit))) return "full";
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
export function columnsOf({ queue, phase, data, slot, reference }: Change): WorkUpdate {
  return {
    ...(queue !== undefined && { queue }),
    ...(phase !== undefined && { phase }),
    ...(data !== undefined && { data: JSON.stringify(data) }),
    ...(slot !== undefined && { slot: slot?.key ?? null }),
    ...(reference !== undefined && { reference }),
  };
}

async function hasPlace(database: Kysely<Tables>, id: string, key: string, limit: number): Promise<boolean> {
  return (await countSlots(database, key, id)) < limit;
}

/** Works that hold a slot, beside one of them. */
export async function countSlots(database: Kysely<Tables>, key: string, beside = ""): Promise<number> {
  const { used } = await database
    .selectFrom("work")
    .select(({ fn }) => fn.countAll<number>().as("used"))
    .where("slot", "=", key)
    .where("id", "!=", beside)
    .executeTakeFirstOrThrow();
  return Number(used);
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
