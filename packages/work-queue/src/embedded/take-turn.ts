import type { Kysely } from "kysely";
import type { Tables } from "../rows/tables.js";
import type { Rate } from "../work-queue.js";

/** A token bucket in a row, so that a restart does not begin with a full one. One process: no two calls overlap. */
export async function takeTurn(
  database: Kysely<Tables>,
  key: string,
  { perSecond, burst }: Rate,
  now: number,
): Promise<number> {
  const row = await database.selectFrom("turn").selectAll().where("key", "=", key).executeTakeFirst();
  const { tokens = burst, countedAt = now, heldUntil = 0 } = row ?? {};
  if (heldUntil > now) return heldUntil - now;
  // A clock that was set back gives nothing.
  const left = Math.min(burst, tokens + (Math.max(now - countedAt, 0) / 1000) * perSecond);
  if (left < 1) return Math.ceil(((1 - left) / perSecond) * 1000);
  await storeTurn(database, { key, tokens: left - 1, countedAt: now, heldUntil });
  return 0;
}

export async function holdTurns(
  database: Kysely<Tables>,
  key: string,
  until: number,
  now: number,
): Promise<void> {
  const row = await database.selectFrom("turn").selectAll().where("key", "=", key).executeTakeFirst();
  // After a pause that the API asked for, one request at a time shows whether it is over.
  await storeTurn(database, {
    key,
    tokens: 1,
    countedAt: Math.max(until, row?.countedAt ?? now),
    heldUntil: Math.max(until, row?.heldUntil ?? 0),
  });
}

async function storeTurn(
  database: Kysely<Tables>,
  turn: { key: string; tokens: number; countedAt: number; heldUntil: number },
): Promise<void> {
  const { key: _, ...values } = turn;
  await database
    .insertInto("turn")
    .values(turn)
    .onConflict((conflict) => conflict.column("key").doUpdateSet(values))
    .execute();
}
