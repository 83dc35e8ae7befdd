import type { Kysely } from "kysely";
import type { Document, Tables } from "./tables.js";

export interface DocumentKey {
  api: string;
  account: string;
  id: string;
}

/** The account's own document, unless it has expired. */
export async function findDocument(
  database: Kysely<Tables>,
  { api, account, id }: DocumentKey,
  now: number,
): Promise<Document | undefined> {
  return database
    .selectFrom("document")
    .selectAll()
    .where("id", "=", id)
    .where("api", "=", api)
    .where("account", "=", account)
    .where("expiresAt", ">", now)
    .executeTakeFirst();
}

/** The account's documents, newest first. */
export async function listDocuments(
  database: Kysely<Tables>,
  { api, account }: Omit<DocumentKey, "id">,
  now: number,
): Promise<Document[]> {
  return database
    .selectFrom("document")
    .selectAll()
    .where("api", "=", api)
    .where("account", "=", account)
    .where("expiresAt", ">", now)
    .orderBy("createdAt", "desc")
    .orderBy("id", "desc")
    .execute();
}
