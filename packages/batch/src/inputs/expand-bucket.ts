import { posix } from "node:path";
import { InputFileError } from "@docjobs/jobs-core";
import type { ObjectStore } from "@docjobs/object-store";
import picomatch from "picomatch";
import { isDynamicPattern } from "tinyglobby";
import type { BatchInput } from "../batch-input.js";
import { bucketFailure } from "../files/bucket-failure.js";
import type { Buckets } from "../files/open-buckets.js";
import { documentPlace, folderPlace, isBucketUrl } from "../files/places.js";
import type { ExpandOptions } from "./expand-inputs.js";

/** The objects that a URL with `s3://` means: one, those of a folder, or those that match a glob. */
export async function* expandBucket(
  word: string,
  buckets: Buckets,
  options: ExpandOptions,
): AsyncGenerator<BatchInput> {
  const { store, key } = await buckets.at(word);
  try {
    yield* expandKey(word, { store, key }, options);
  } catch (error) {
    throw bucketFailure(error, word);
  }
}

async function* expandKey(
  word: string,
  { store, key }: { store: ObjectStore; key: string },
  options: ExpandOptions,
): AsyncGenerator<BatchInput> {
  const isFolder = key === "" || key.endsWith("/");
  // An object may have a name that looks like a glob.
  if (!isFolder && (await store.head(key))) return yield { path: documentPlace(word) };
  if (isDynamicPattern(key)) return yield* expandGlob(word, { store, key }, options);
  const prefix = isFolder ? key : `${key}/`;
  const found = await find(store, prefix, options, (name) => isWanted(name, options));
  if (found.length === 0) {
    if (!isFolder) throw new InputFileError(`${word} does not exist.`);
    const kinds = options.extensions.length > 0 ? ` of ${options.extensions.join(", ")}` : "";
    throw new InputFileError(`${word} has no files${kinds}.`);
  }
  for (const each of found) yield inputOf(store, each, prefix);
}

async function* expandGlob(
  word: string,
  { store, key }: { store: ObjectStore; key: string },
  options: ExpandOptions,
): AsyncGenerator<BatchInput> {
  const { base } = picomatch.scan(key);
  const prefix = base === "" ? "" : `${base}/`;
  const isMatch = picomatch(key);
  const found = await find(store, prefix, options, (name) => isMatch(`${prefix}${name}`));
  if (found.length === 0) throw new InputFileError(`No object matches ${word}.`);
  const common = commonFolder(found);
  for (const each of found) yield inputOf(store, each, common);
}

/** Keys below a prefix, in one order. Names that begin with a dot are left out, and so is the output's folder. */
async function find(
  store: ObjectStore,
  prefix: string,
  { except }: ExpandOptions,
  isTaken: (name: string) => boolean,
): Promise<string[]> {
  const output = except !== undefined && isBucketUrl(except) ? folderPlace(except) : undefined;
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) {
    const name = key.slice(prefix.length);
    // Consoles make folders out of objects like these.
    if (key.endsWith("/") || name.split("/").some((part) => part.startsWith("."))) continue;
    if (output !== undefined && `${store.url}${key}`.startsWith(output)) continue;
    if (isTaken(name)) keys.push(key);
  }
  return keys.sort();
}

function isWanted(name: string, { extensions }: ExpandOptions): boolean {
  return extensions.length === 0 || extensions.includes(posix.extname(name).slice(1).toLowerCase());
}

function inputOf({ url }: ObjectStore, key: string, prefix: string): BatchInput {
  const { dir, name } = posix.parse(key.slice(prefix.length));
  return { path: `${url}${key}`, output: posix.join(dir, name) };
}

function commonFolder(keys: readonly string[]): string {
  const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);
  let common = folderOf(keys[0] ?? "");
  for (const key of keys) while (!key.startsWith(common)) common = folderOf(common.slice(0, -1));
  return common;
}
