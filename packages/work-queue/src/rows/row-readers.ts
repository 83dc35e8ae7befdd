import { type Kysely, sql } from "kysely";
import type { Counts, ListQuery, Note, Work, WorkState } from "../work-queue.js";
import { readWork } from "./read-work.js";
import type { Tables } from "./tables.js";

export async function countWork(database: Kysely<Tables>, group: string): Promise<Counts> {
  const rows = await database
    .selectFrom("work")
    .select([
      "state",
      "phase",
      ({ fn }) => fn.countAll<number>().as("count"),
      ({ fn }) => fn.sum<number>("cost").as("cost"),
    ])
    .where("grp", "=", group)
    .groupBy(["state", "phase"])
    .execute();
  const next = await database
    .selectFrom("work")
    .select(({ fn }) => fn.min("dueAt").as("dueAt"))
    .where("grp", "=", group)
    .where("state", "=", "ready")
    .executeTakeFirst();
  const states: Record<WorkState, number> = { ready: 0, active: 0, done: 0, failed: 0 };
  const phases: Record<string, number> = {};
  let total = 0;
  let costs = 0;
  for (const { state, phase, count, cost } of rows) {
    costs += Number(cost);
    states[state] += Number(count);
    phases[phase] = (phases[phase] ?? 0) + Number(count);
    total += Number(count);
  }
  // Without rows the minimum is null, which its type does not say.
  const nextDueAt = (next?.dueAt ?? undefined) as number | undefined;
  return { total, states, phases, cost: costs, ...(nextDueAt !== undefined && { nextDueAt }) };
}

export async function listWork(database: Kysely<Tables>, query: ListQuery): Promise<Work[]> {
  const { group, states, phases, unseen, after, limit } = query;
  let rows = database.selectFrom("work").selectAll().where("grp", "=", group);
  if (states) rows = rows.where("state", "in", states);
  if (phases) rows = rows.where("phase", "in", phases);
  if (unseen) rows = rows.where("state", "in", ["done", "failed"]).where("seen", "=", 0);
  if (after !== undefined) rows = rows.where("sequence", ">", after);
  return (await rows.orderBy("sequence").limit(limit).execute()).map(readWork);
}

export async function markSeen(database: Kysely<Tables>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await database.updateTable("work").set({ seen: 1 }).where("id", "in", ids).execute();
}

export async function readNote(database: Kysely<Tables>, key: string): Promise<unknown> {
  const row = await database.selectFrom("note").select("value").where("key", "=", key).executeTakeFirst();
  return row === undefined ? undefined : (JSON.parse(row.value) as unknown);
}

export async function listNotes(database: Kysely<Tables>, prefix: string): Promise<Note[]> {
  const rows = await database
    .selectFrom("note")
    .select(["key", "value"])
    .where(sql<string>`substr(key, 1, ${sql.lit(prefix.length)})`, "=", prefix)
    .orderBy("key")
    .execute();
  return rows.map(({ key, value }) => ({ key, value: JSON.parse(value) as unknown }));
}

export async function firstNote(database: Kysely<Tables>, key: string, value: unknown): Promise<unknown> {
  await database
    .insertInto("note")
    .values({ key, value: JSON.stringify(value) })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .execute();
  return readNote(database, key);
}

export async function writeNote(database: Kysely<Tables>, key: string, value: unknown): Promise<void> {
  const text = JSON.stringify(value);
  await database
    .insertInto("note")
    .values({ key, value: text })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value: text }))
    .execute();
}
