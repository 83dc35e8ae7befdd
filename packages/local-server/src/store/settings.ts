import type { Database } from "./open-database.js";

/** What stands under the name; undefined where nothing does. */
export async function readSetting(database: Database, name: string): Promise<string | undefined> {
  const row = await database
    .selectFrom("setting")
    .select("value")
    .where("name", "=", name)
    .executeTakeFirst();
  return row?.value;
}

/** Notes a value unless there is one, and returns what stands then: of several processes, the first one's. */
export async function noteSetting(database: Database, name: string, value: string): Promise<string> {
  await database
    .insertInto("setting")
    .values({ name, value })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  return (await readSetting(database, name)) ?? value;
}
