import { FilesMismatchError } from "./files-mismatch-error.js";
import { noteSetting, readSetting } from "./settings.js";
import type { Store } from "./store.js";

const setting = "files-place";
/** How the data directory is noted. */
const folder = "the data directory";

/**
 * Holds the server to the place where the files of its rows are.
 *
 * @throws FilesMismatchError for another one.
 */
export async function checkFilesPlace(store: Store, bucketUrl: string | undefined): Promise<void> {
  const wanted = bucketUrl ?? folder;
  const known = (await readSetting(store.database, setting)) ?? (await placeOfOldRows(store)) ?? wanted;
  if (known === wanted) return;
  throw new FilesMismatchError(
    `The files of these rows are in ${known}, not in ${wanted}. ` +
      (known === folder
        ? "Leave out the bucket, or begin with an empty data directory and database."
        : `Name that bucket (--files ${known}), or begin with an empty data directory and database.`),
  );
}

/**
 * Notes the place, once it is known to be good.
 *
 * @throws FilesMismatchError where another process has noted another one meanwhile.
 */
export async function noteFilesPlace(store: Store, bucketUrl: string | undefined): Promise<void> {
  await noteSetting(store.database, setting, bucketUrl ?? folder);
  await checkFilesPlace(store, bucketUrl);
}

/** Rows that were there before the place was noted have their files in the folder. */
async function placeOfOldRows({ database }: Store): Promise<string | undefined> {
  const document = await database.selectFrom("document").select("id").limit(1).executeTakeFirst();
  const job = await database.selectFrom("job").select("id").limit(1).executeTakeFirst();
  return document || job ? folder : undefined;
}
