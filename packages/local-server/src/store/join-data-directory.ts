import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { databaseId } from "./database-id.js";
import { noteSetting, readSetting } from "./settings.js";
import type { Store } from "./store.js";

/** The data directory cannot be this server's: its files belong to rows that are elsewhere. */
export class DataDirectoryMismatchError extends Error {
  readonly code = "DATA_DIRECTORY_MISMATCH";
  readonly directory: string;

  constructor(directory: string, message: string) {
    super(message);
    this.name = "DataDirectoryMismatchError";
    this.directory = directory;
  }
}

const markName = "docjobs.database";
const setting = "folder-id";

/**
 * Makes the directory the one whose files the database's rows name; any number of processes may. With a bucket,
 * `hasFiles` is false: the directory is one of many that belong to the rows.
 *
 * @throws DataDirectoryMismatchError where its files are those of other rows.
 */
export async function joinDataDirectory(
  dataDirectory: string,
  store: Store,
  hasFiles: boolean,
): Promise<void> {
  const directory = resolve(dataDirectory);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (existsSync(join(directory, "docjobs.sqlite"))) {
    throw new DataDirectoryMismatchError(
      directory,
      `${directory} is the data directory of a server without --database. Choose another one for the shared files.`,
    );
  }
  const database = await databaseId(store);
  const known = hasFiles ? await readSetting(store.database, setting) : undefined;
  const path = join(directory, markName);
  // Without this look a folder that is not mounted yet would be taken for the shared one, and jobs for lost documents.
  const mark = known === undefined ? await readOrWriteMark(path, database) : await readMark(path);
  if (mark && mark.database !== database) {
    throw new DataDirectoryMismatchError(
      directory,
      `The files in ${directory} are those of another database. Name that database, or choose another directory.`,
    );
  }
  if (!hasFiles) return;
  const folder = known ?? (mark && (await noteSetting(store.database, setting, mark.folder)));
  if (mark?.folder === folder) return;
  throw new DataDirectoryMismatchError(
    directory,
    `The files of this database are in another folder than ${directory}. Name the one that its servers share, and see that it is mounted.`,
  );
}

/** @throws DataDirectoryMismatchError where the directory's rows are in a PostgreSQL. */
export function refuseSharedDirectory(dataDirectory: string): void {
  const directory = resolve(dataDirectory);
  if (!existsSync(join(directory, markName))) return;
  throw new DataDirectoryMismatchError(
    directory,
    `The rows of the files in ${directory} are in a database. Name it with --database, or choose another directory.`,
  );
}

/** Whose rows a folder's files belong to, and the folder's own name, which goes with it from mount to mount. */
interface Mark {
  database: string;
  folder: string;
}

/** The mark appears whole or not at all; of several processes that come first together, one writes it. */
async function readOrWriteMark(path: string, database: string): Promise<Mark | undefined> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${database} ${randomUUID()}\n`, { mode: 0o600 });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return readMark(path);
}

async function readMark(path: string): Promise<Mark | undefined> {
  if (!existsSync(path)) return undefined;
  const [database = "", folder = database] = (await readFile(path, "utf8")).trim().split(" ");
  return { database, folder };
}
