import { randomUUID } from "node:crypto";
import { noteSetting } from "./settings.js";
import type { Store } from "./store.js";

/** Names these rows among all others. */
export async function databaseId({ database }: Store): Promise<string> {
  return noteSetting(database, "database-id", randomUUID());
}
