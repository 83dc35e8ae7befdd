import { FilesMismatchError } from "./files-mismatch-error.js";
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
  const known = (await notedPlace(store)) ?? (await placeOfOldRows(store)) ?? wanted;
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
  await store.database
    .insertInto("setting")
    .values({ name: setting, value: bucketUrl ?? folder })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  await checkFilesPlace(store, bucketUrl);
}

async function notedPlace({ database }: Store): Promise<string | undefined> {
  const row = await database
    .selectFrom("setting")
    .select("value")
    .where("name", "=", setting)
    .executeTakeFirst();
  return row?.value;
}

/** Rows that were there before the place was noted have their files in the folder. */
async function placeOfOldRows({ database }: Store): Promise<string | undefined> {
  const document = await database.selectFrom("document").select("id").limit(1).executeTakeFirst();
  const job = await database.selectFrom("job").select("id").limit(1).executeTakeFirst();
  return document || job ? folder : undefined;
}
