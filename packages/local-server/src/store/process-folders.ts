import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import type { Store } from "./store.js";

/** Where a process keeps what is not finished: on the file system of the contents, into which it is moved. */
export interface ProcessFolders {
  temporary: string;
  work: string;
  /** Copies of what is in a bucket. */
  cache: string;
}

/** In the shared folder, one for each process. */
const parent = "processes";
/** A process that has not been seen for so long is gone, and nobody misses what it left half done. */
const goneMs = 3_600_000;

/** The folders of a process that has the data directory for itself. */
export function ownFolders(dataDirectory: string): ProcessFolders {
  return {
    temporary: join(dataDirectory, "tmp"),
    work: join(dataDirectory, "work"),
    cache: join(dataDirectory, "cache"),
  };
}

/** The folders of one process among those that share the data directory. */
export function sharedFolders(dataDirectory: string, processId: string): ProcessFolders {
  const folder = join(dataDirectory, parent, processId);
  return { temporary: join(folder, "tmp"), work: join(folder, "work"), cache: join(folder, "cache") };
}

/** Says that the process lives, so that its folders stay. */
export async function markAlive({ database, clock }: Store, id: string): Promise<void> {
  await database
    .insertInto("process")
    .values({ id, seenAt: clock })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ seenAt: clock }))
    .execute();
}

/** Takes the process and its folders away. */
export async function removeProcess({ database }: Store, dataDirectory: string, id: string): Promise<void> {
  await rm(join(dataDirectory, parent, id), { recursive: true, force: true });
  await database.deleteFrom("process").where("id", "=", id).execute();
}

/** Removes what processes that are gone have left. */
export async function sweepProcesses(store: Store, dataDirectory: string): Promise<void> {
  const folder = join(dataDirectory, parent);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Listed first: a process says that it lives before it makes its folders.
  const found = await readdir(folder);
  await store.database
    .deleteFrom("process")
    .where("seenAt", "<", sql<number>`${store.clock} - ${goneMs}`)
    .execute();
  const rows = await store.database.selectFrom("process").select("id").execute();
  const alive = new Set(rows.map(({ id }) => id));
  for (const id of found) {
    if (!alive.has(id)) await rm(join(folder, id), { recursive: true, force: true });
  }
}
