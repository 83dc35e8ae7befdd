import { buffer } from "node:stream/consumers";
import type { ObjectStore } from "@docjobs/object-store";
import { databaseId } from "../database-id.js";
import { FilesMismatchError } from "../files-mismatch-error.js";
import type { Store } from "../store.js";

const markKey = "docjobs.database";

/**
 * Makes the bucket, or what is below its prefix, the one whose contents the rows name; any number of processes may.
 *
 * @throws FilesMismatchError where its contents are those of other rows; ObjectStoreError where the bucket cannot be used.
 */
export async function joinBucket(objects: ObjectStore, store: Store): Promise<void> {
  const wanted = Buffer.from(`${await databaseId(store)}\n`);
  if (!(await objects.head(markKey))) {
    const body = (async function* () {
      yield wanted;
    })();
    // Of several processes that come first together, one writes it.
    await objects
      .write(markKey, body, { sizeBytes: wanted.length, ifAbsent: true })
      .catch((error: unknown) => {
        if ((error as { code?: unknown }).code !== "object_exists") throw error;
      });
  }
  const found = await buffer(await objects.read(markKey));
  if (found.equals(wanted)) return;
  throw new FilesMismatchError(
    `What is in ${objects.url} belongs to the rows of another server. Choose another prefix, or that server's data directory or database.`,
  );
}
