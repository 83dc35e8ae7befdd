import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ContentPlace } from "./content-place.js";

/** Contents as files of a folder: `<directory>/<first two digits>/<sha256>`. */
export async function openFolderPlace(directory: string): Promise<ContentPlace> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const path = (sha256: string): string => join(directory, sha256.slice(0, 2), sha256);
  const size = async (sha256: string): Promise<number | undefined> => {
    try {
      return (await stat(path(sha256))).size;
    } catch (error) {
      return undefinedIfMissing(error);
    }
  };
  return {
    async put(source, { sha256 }) {
      const target = path(sha256);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await rename(source, target);
      await syncDirectory(dirname(target));
    },
    size,
    async open(sha256, span) {
      try {
        return (await open(path(sha256), "r")).createReadStream(span);
      } catch (error) {
        return undefinedIfMissing(error);
      }
    },
    // Files that are in use stay readable when they are removed, and their rows keep them until then.
    local: async (sha256) =>
      (await size(sha256)) === undefined ? undefined : { path: path(sha256), release: () => undefined },
    remove: (sha256) => rm(path(sha256), { force: true }),
    async *list() {
      for (const entry of await readdir(directory, { withFileTypes: true })) {
        if (entry.isDirectory()) yield* await readdir(join(directory, entry.name));
      }
    },
  };
}

function undefinedIfMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
  throw error;
}

/** So that the file's name survives a loss of power as its content does. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
