import type { BlobStore } from "./blob-store.js";
import type { Database } from "./open-database.js";
import { removeUnused } from "./remove-unused.js";
import { sweepRates } from "./shared-rates.js";
import type { Store } from "./store.js";
import type { UploadFiles } from "./upload-files.js";

export interface SweepOptions {
  store: Store;
  blobs: BlobStore;
  uploads: UploadFiles;
  now: number;
  /** How long a job's row outlives its result, by API: so long the API says "expired" and not "unknown". */
  tombstoneMs: Readonly<Record<string, number>>;
}

/** Deletes what has expired: documents, results, job rows, and contents that no row names any more. */
export async function sweep(options: SweepOptions): Promise<void> {
  const { store, blobs, uploads, now } = options;
  const { database } = store;
  const documents = await database
    .deleteFrom("document")
    .where("expiresAt", "<=", now)
    .returning(["id", "sha256"])
    .execute();
  for (const { id, sha256 } of documents) if (sha256 === null) await uploads.remove(id);
  const results = await expireResults(database, now);
  const rows = await deleteJobs(options);
  await database
    .deleteFrom("delivery")
    .where("jobId", "not in", database.selectFrom("job").select("id"))
    .execute();
  const released = store.isShared ? await sweepShared(store, now) : [];
  await removeUnused(store, blobs, [
    ...documents.map(({ sha256 }) => sha256),
    ...results,
    ...rows,
    ...released,
  ]);
}

/** What only processes that share the rows keep in them; returns the contents that are held no longer. */
async function sweepShared(store: Store, now: number): Promise<string[]> {
  await sweepRates(store, now);
  const holds = await store.database
    .deleteFrom("content_hold")
    .where("heldUntil", "<=", store.clock)
    .returning("sha256")
    .execute();
  return holds.map(({ sha256 }) => sha256);
}

/** Removes contents and half uploads that are there though no row names them, as a crash may leave them. */
export async function sweepOrphans(store: Store, blobs: BlobStore, uploads: UploadFiles): Promise<void> {
  for await (const sha256 of blobs.list()) await removeUnused(store, blobs, [sha256]);
  // Listed first: an upload has a row before it has a file.
  const files = await uploads.list();
  const rows = await store.database.selectFrom("document").select("id").where("sha256", "is", null).execute();
  const growing = new Set(rows.map(({ id }) => id));
  for (const id of files) if (!growing.has(id)) await uploads.remove(id);
}

async function expireResults(database: Database, now: number): Promise<(string | null)[]> {
  const expired = await database
    .selectFrom("job")
    .select(["id", "inputSha256", "outputSha256"])
    .where("state", "=", "succeeded")
    .where("expiresAt", "<=", now)
    .where("outputSha256", "is not", null)
    .execute();
  for (const { id } of expired) {
    await database.updateTable("job").set({ outputSha256: null }).where("id", "=", id).execute();
  }
  return expired.flatMap(({ inputSha256, outputSha256 }) => [inputSha256, outputSha256]);
}

async function deleteJobs({
  store: { database },
  now,
  tombstoneMs,
}: SweepOptions): Promise<(string | null)[]> {
  const contents: (string | null)[] = [];
  for (const [api, keptMs] of Object.entries(tombstoneMs)) {
    const deleted = await database
      .deleteFrom("job")
      .where("api", "=", api)
      .where("state", "in", ["succeeded", "failed", "canceled"])
      .where("expiresAt", "<=", now - keptMs)
      .returning(["inputSha256", "outputSha256"])
      .execute();
    for (const { inputSha256, outputSha256 } of deleted) contents.push(inputSha256, outputSha256);
  }
  return contents;
}
