import { FilesMismatchError } from "./files-mismatch-error.js";
import type { Store } from "./store.js";

const setting = "files-place";
const folder = "the data directory";

/**
 * Holds the server to the place where the files of its rows are.
 *
 * @throws FilesMismatchError for another one.
 */
export async function checkFilesPlace({ database }: Store, bucketUrl: string | undefined): Promise<void> {
  const wanted = bucketUrl ?? folder;
  const isOld = await database.selectFrom("document").select("id").limit(1).executeTakeFirst();
  await database
    .insertInto("setting")
    // Rows that were there before this was noted have their files in the folder.
    .values({ name: setting, value: isOld ? folder : wanted })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  const { value } = await database
    .selectFrom("setting")
    .select("value")
    .where("name", "=", setting)
    .executeTakeFirstOrThrow();
  if (value === wanted) return;
  throw new FilesMismatchError(
    `The files of these rows are in ${value}, not in ${wanted}. ` +
      (value === folder
        ? "Leave out the bucket, or begin with an empty data directory and database."
        : `Name that bucket (--files ${value}), or begin with an empty data directory and database.`),
  );
}
