import type { Kysely } from "kysely";
import type { BlobStore } from "./blob-store.js";
import type { Store } from "./store.js";
import type { Tables } from "./tables.js";

/** Removes those of the contents that no row names and nobody holds. */
export async function removeUnused(
  store: Store,
  blobs: BlobStore,
  candidates: Iterable<string | null>,
): Promise<void> {
  for (const sha256 of new Set(candidates)) {
    if (sha256 === null || blobs.isHeld(sha256)) continue;
    if (store.isShared) await removeShared(store, blobs, sha256);
    else if (!(await isUsed(store.database, sha256))) await blobs.remove(sha256);
  }
}

/** Who wants to put the content in place meanwhile waits for the lock. */
async function removeShared(store: Store, blobs: BlobStore, sha256: string): Promise<void> {
  await store.database.transaction().execute(async (transaction) => {
    await store.lock(transaction, "content", sha256);
    const hold = await transaction
      .selectFrom("content_hold")
      .select("id")
      .where("sha256", "=", sha256)
      .where("heldUntil", ">", store.clock)
      .limit(1)
      .executeTakeFirst();
    if (!hold && !(await isUsed(transaction, sha256))) await blobs.remove(sha256);
  });
}

async function isUsed(database: Kysely<Tables>, sha256: string): Promise<boolean> {
  const document = await database
    .selectFrom("document")
    .select("id")
    .where("sha256", "=", sha256)
    .limit(1)
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
    .limit(1)
    .executeTakeFirst();
  return job !== undefined;
}
