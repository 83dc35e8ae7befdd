import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

const BUCKET_URL = /^s3:\/\/([^/]*)\/*(.*)$/isu;

/** Whether a path is a place in a bucket. */
export function isBucketUrl(place: string): boolean {
  return /^s3:\/\//iu.test(place);
}

/** A document's place in one spelling: an absolute path, or a bucket's URL. */
export function documentPlace(text: string, directory: string = process.cwd()): string {
  return isBucketUrl(text) ? text.replace(/^s3/iu, "s3") : resolve(directory, text);
}

/** A folder's place in one spelling; that of a bucket ends with a slash. */
export function folderPlace(text: string): string {
  const [, bucket, prefix = ""] = BUCKET_URL.exec(text) ?? [];
  if (bucket === undefined) return resolve(text);
  return `s3://${bucket}/${prefix === "" ? "" : prefix.replace(/\/*$/u, "/")}`;
}

/** The place of a name in a folder. */
export function placeIn(folder: string, name: string): string {
  return isBucketUrl(folder) ? `${folderPlace(folder)}${name.replaceAll("\\", "/")}` : join(folder, name);
}

/**
 * The folder of this machine in which a batch keeps what is its own: beside its results, or, where these are in a bucket,
 * `docjobs/batches/` in `$XDG_STATE_HOME` or `~/.local/state`.
 */
export function ownFolder(outputDirectory: string): string {
  if (!isBucketUrl(outputDirectory)) return join(outputDirectory, ".docjobs");
  const place = folderPlace(outputDirectory);
  const [, bucket = ""] = BUCKET_URL.exec(place) ?? [];
  const name = `${bucket.replace(/[^\w.-]/gu, "_")}-${createHash("sha256").update(place).digest("hex").slice(0, 12)}`;
  const stateHome = process.env["XDG_STATE_HOME"] || join(homedir(), ".local", "state");
  return join(stateHome, "docjobs", "batches", name);
}
