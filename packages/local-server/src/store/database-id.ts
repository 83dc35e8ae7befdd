import { randomUUID } from "node:crypto";
import type { Store } from "./store.js";

const setting = "database-id";

/** Names these rows among all others. */
export async function databaseId({ database }: Store): Promise<string> {
  await database
    .insertInto("setting")
    .values({ name: setting, value: randomUUID() })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  const { value } = await database
    .selectFrom("setting")
    .select("value")
    .where("name", "=", setting)
    .executeTakeFirstOrThrow();
  return value;
}
