import type { Kysely } from "kysely";
import type { Claim, HolderQuery, Slot, Work } from "../work-queue.js";
import { readWork } from "./read-work.js";
import type { Tables } from "./tables.js";

/** Whether a work may take a slot, or keep the one that it has. */
export async function hasPlace(
  database: Kysely<Tables>,
  { id, group }: Claim<object>,
  { key, limit, perGroup = Infinity }: Slot,
): Promise<boolean> {
  const used = await countSlots(database, { key, except: id });
  const ownUsed = perGroup === Infinity ? 0 : await countSlots(database, { key, group, except: id });
  return used < limit && ownUsed < perGroup;
}

/** Works that hold a slot: of all groups or of one, perhaps without one of them. */
export async function countSlots(
  database: Kysely<Tables>,
  { key, group, except }: { key: string; group?: string | undefined; except?: string },
): Promise<number> {
  let holders = database
    .selectFrom("work")
    .select(({ fn }) => fn.countAll<number>().as("used"))
    .where("slot", "=", key);
  if (group !== undefined) holders = holders.where("grp", "=", group);
  if (except !== undefined) holders = holders.where("id", "!=", except);
  const { used } = await holders.executeTakeFirstOrThrow();
  return Number(used);
}

/** Work that holds a slot and waits for a claimer, the longest due first. */
export async function listHolders(
  database: Kysely<Tables>,
  { slot, except, dueBefore, limit }: HolderQuery,
): Promise<Work[]> {
  const rows = await database
    .selectFrom("work")
    .selectAll()
    .where("slot", "=", slot)
    .where("grp", "!=", except)
    .where("state", "=", "ready")
    .where("dueAt", "<=", dueBefore)
    .orderBy("dueAt")
    .orderBy("sequence")
    .limit(limit)
    .execute();
  return rows.map(readWork);
}

/** Each claim counts up the attempts: who has claimed the work since it was read has changed them. */
export async function freeSlot(database: Kysely<Tables>, { id, attempts }: Work): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable("work")
    .set({ slot: null })
    .where("id", "=", id)
    .where("attempts", "=", attempts)
    .where("state", "=", "ready")
    .where("slot", "is not", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
