import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { databaseId } from "./database-id.js";
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

/**
 * Makes the directory the one whose files the database's rows name; any number of processes may.
 *
 * @throws DataDirectoryMismatchError where its files are those of other rows.
 */
export async function joinDataDirectory(dataDirectory: string, store: Store): Promise<void> {
  const directory = resolve(dataDirectory);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (existsSync(join(directory, "docjobs.sqlite"))) {
    throw new DataDirectoryMismatchError(
      directory,
      `${directory} is the data directory of a server without --database. Choose another one for the shared files.`,
    );
  }
  const wanted = await databaseId(store);
  const found = await readOrWriteMark(join(directory, markName), wanted);
  if (found !== wanted) {
    throw new DataDirectoryMismatchError(
      directory,
      `The files in ${directory} are those of another database. Name that database, or choose another directory.`,
    );
  }
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

/** The mark appears whole or not at all; of several processes that come first together, one writes it. */
async function readOrWriteMark(path: string, id: string): Promise<string> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${id}\n`, { mode: 0o600 });
  try {
    await link(draft, path);
    return id;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return (await readFile(path, "utf8")).trim();
  } finally {
    await rm(draft, { force: true });
  }
}
