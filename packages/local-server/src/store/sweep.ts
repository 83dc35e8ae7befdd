import type { BlobStore } from "./blob-store.js";
import type { Database } from "./open-database.js";
import type { UploadFiles } from "./upload-files.js";

export interface SweepOptions {
  database: Database;
  blobs: BlobStore;
  uploads: UploadFiles;
  now: number;
  /** How long a job's row outlives its result, by API: so long the API says "expired" and not "unknown". */
  tombstoneMs: Readonly<Record<string, number>>;
}

/** Deletes what has expired: documents, results, job rows, and contents that no row names any more. */
export async function sweep(options: SweepOptions): Promise<void> {
  const { database, blobs, uploads, now } = options;
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
  await removeUnused(database, blobs, [...documents.map(({ sha256 }) => sha256), ...results, ...rows]);
}

/** Removes contents and half uploads that are there though no row names them, as a crash may leave them. */
export async function sweepOrphans(
  database: Database,
  blobs: BlobStore,
  uploads: UploadFiles,
): Promise<void> {
  await removeUnused(database, blobs, await blobs.list());
  const rows = await database.selectFrom("document").select("id").where("sha256", "is", null).execute();
  const growing = new Set(rows.map(({ id }) => id));
  for (const id of await uploads.list()) if (!growing.has(id)) await uploads.remove(id);
}

/** Removes those of the contents that no row names and nobody holds. */
export async function removeUnused(
  database: Database,
  blobs: BlobStore,
  candidates: readonly (string | null)[],
): Promise<void> {
  for (const sha256 of new Set(candidates)) {
    if (sha256 === null || blobs.isHeld(sha256)) continue;
    if (!(await isUsed(database, sha256))) await blobs.remove(sha256);
  }
}

async function isUsed(database: Database, sha256: string): Promise<boolean> {
  const document = await database
    .selectFrom("document")
    .select("id")
    .where("sha256", "=", sha256)
    .executeTakeFirst();
  if (document) return true;
  const job = await database
    .selectFrom("job")
    .select("id")
    .where((where) =>
      where.or([
        where("outputSha256", "=", sha256),
        // AnchorGrid shows a job's PDF for as long as the job; elsewhere the input is needed for the work only.
        where.and([
          where("inputSha256", "=", sha256),
          where.or([where("state", "in", ["queued", "running"]), where("api", "=", "anchorgrid")]),
        ]),
      ]),
    )
    .executeTakeFirst();
  return job !== undefined;
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

async function deleteJobs({ database, now, tombstoneMs }: SweepOptions): Promise<(string | null)[]> {
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
