import { constants } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { EXIT } from "../errors/exit-codes.js";
import { errnoOf } from "../errors/file-error.js";
import { fail, ok, warn, type Finding } from "./finding.js";

/** Whether files can be made in a folder, which need not be there yet, and whether there is room. */
export async function checkFolder(check: string, folder: string, hint: string): Promise<Finding> {
  const existing = await nearest(folder);
  try {
    if (!(await stat(existing)).isDirectory())
      return fail(check, `${existing} is not a folder`, hint, EXIT.localFile);
    await access(existing, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = await statfs(existing);
    const free = `${Math.floor((bavail * bsize) / 1_000_000)} MB free`;
    if (bavail * bsize < LITTLE_BYTES) return warn(check, `${folder} (${free})`, "Free some space.");
    return ok(check, `${folder} (${free})`);
  } catch (error) {
    return fail(
      check,
      `${existing} cannot be written (${errnoOf(error) ?? "unknown error"})`,
      hint,
      EXIT.localFile,
    );
  }
}

async function nearest(folder: string): Promise<string> {
  const isThere = await access(folder).then(
    () => true,
    (error: unknown) => errnoOf(error) !== "ENOENT",
  );
  const parent = dirname(folder);
  return isThere || parent === folder ? folder : nearest(parent);
}

/** About what a few large documents and their results take. */
const LITTLE_BYTES = 200_000_000;
