import type { Kysely } from "kysely";
import type { ServerContext } from "../../server-context.js";
import { findDocument } from "../../store/documents.js";
import type { Document, Tables } from "../../store/tables.js";
import { fileNotFound, fileTooLarge, ldxhubError } from "./ldxhub-errors.js";
import { ldxhubFileStore, maxFileBytes } from "./ldxhub-policy.js";

/** Appends a chunk to the account's own upload, and returns its row as it is then. */
export type AppendChunk = (account: string, id: string, chunk: Buffer) => Promise<Document>;

/** One append to an upload at a time, whichever process takes it: each starts where the one before ended. */
export function createAppendChunk({ store, uploads, now }: ServerContext): AppendChunk {
  const appends = new Map<string, Promise<unknown>>();

  async function append(
    rows: Kysely<Tables>,
    account: string,
    id: string,
    chunk: Buffer,
  ): Promise<[Document, keep: () => Promise<void>]> {
    const document = await findDocument(rows, { api: ldxhubFileStore, account, id }, now());
    if (!document) throw fileNotFound();
    if (document.sha256 !== null) {
      throw ldxhubError(400, "not_an_upload", "This file is complete. Open a new upload to send another.");
    }
    const sizeBytes = document.sizeBytes + chunk.length;
    if (sizeBytes > maxFileBytes) throw fileTooLarge();
    const { parts, keep } = await uploads.append(document, chunk);
    const updated = await rows
      .updateTable("document")
      .set({ sizeBytes, parts, updatedAt: now() })
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirst();
    if (!updated) throw fileNotFound();
    return [updated, keep];
  }

  async function appendAlone(account: string, id: string, chunk: Buffer): Promise<Document> {
    const [document, keep] = await store.exclusively("upload", id, (rows) =>
      append(rows, account, id, chunk),
    );
    await keep();
    return document;
  }

  return async (account, id, chunk) => {
    const before = appends.get(id) ?? Promise.resolve();
    const appended = before.catch(() => undefined).then(() => appendAlone(account, id, chunk));
    appends.set(id, appended);
    try {
      return await appended;
    } finally {
      if (appends.get(id) === appended) appends.delete(id);
    }
  };
}
