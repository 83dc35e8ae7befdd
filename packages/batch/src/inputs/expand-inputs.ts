import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, join, parse, relative, resolve } from "node:path";
import { createInterface } from "node:readline";
import { InputFileError } from "@docjobs/jobs-core";
import { glob, isDynamicPattern } from "tinyglobby";
import type { BatchInput } from "../batch-input.js";
import { type Buckets, openBuckets } from "../files/open-buckets.js";
import { isBucketUrl } from "../files/places.js";
import { expandBucket } from "./expand-bucket.js";
import { type ReadOptions, readManifestLine } from "./read-manifest-line.js";

export interface ExpandOptions {
  /** Lower-case extensions of the files to take out of directories; empty for all. */
  extensions: readonly string[];
  /** Read for the input `-`. */
  stdin?: NodeJS.ReadableStream | undefined;
  /** Left out: the output directory, so that results do not become inputs. */
  except?: string | undefined;
  /** What the options of a manifest line mean. Default: fields of the request. */
  readOptions?: ReadOptions | undefined;
}

/**
 * The documents that words on a command line mean: paths, URLs, globs, directories (with all that is in them; results keep
 * their place), the same in a bucket (`s3://bucket/folder/`), `@manifest.jsonl` and `-`. A line of a manifest or of stdin is a path, or JSON as readManifestLine takes it.
 * Throws InputFileError.
 */
export async function* expandInputs(
  words: readonly string[],
  options: ExpandOptions,
): AsyncGenerator<BatchInput> {
  const buckets = openBuckets();
  try {
    for (const word of words) yield* expandWord(word, buckets, options);
  } finally {
    buckets.close();
  }
}

async function* expandWord(
  word: string,
  buckets: Buckets,
  options: ExpandOptions,
): AsyncGenerator<BatchInput> {
  if (word === "-") yield* readLines(options.stdin ?? process.stdin, "stdin", process.cwd(), options);
  else if (word.startsWith("@")) yield* readManifest(word.slice(1), options);
  else if (/^https?:\/\//iu.test(word)) yield { url: word };
  else if (isBucketUrl(word)) yield* expandBucket(word, buckets, options);
  else yield* expandPath(word, options);
}

async function* expandPath(word: string, options: ExpandOptions): AsyncGenerator<BatchInput> {
  const info = await stat(word).catch(() => undefined);
  if (info?.isDirectory()) return yield* readDirectory(resolve(word), "**", options);
  if (info || !isDynamicPattern(word)) return yield { path: word };
  const found = await find(process.cwd(), word.replaceAll("\\", "/"), options, false);
  if (found.length === 0) throw new InputFileError(`No file matches ${word}.`);
  const base = commonDirectory(found);
  for (const path of found) yield { path, output: stemIn(base, path) };
}

async function* readDirectory(
  directory: string,
  pattern: string,
  options: ExpandOptions,
): AsyncGenerator<BatchInput> {
  const found = await find(directory, pattern, options, true);
  if (found.length === 0) {
    const kinds = options.extensions.length > 0 ? ` of ${options.extensions.join(", ")}` : "";
    throw new InputFileError(`${directory} has no files${kinds}.`);
  }
  for (const path of found) yield { path, output: stemIn(directory, path) };
}

/** In one order on every machine. Names that begin with a dot are left out. */
async function find(
  directory: string,
  pattern: string,
  { extensions, except }: ExpandOptions,
  byExtension: boolean,
): Promise<string[]> {
  const paths = await glob(pattern, { cwd: directory, absolute: true, onlyFiles: true, dot: false });
  const isElsewhere = except === undefined || isBucketUrl(except);
  const inside = isElsewhere ? undefined : join(resolve(except), "/");
  return paths
    .map((path) => resolve(path))
    .filter((path) => inside === undefined || !path.startsWith(inside))
    .filter((path) => !byExtension || extensions.length === 0 || extensions.includes(extensionOf(path)))
    .sort();
}

function extensionOf(path: string): string {
  return parse(path).ext.slice(1).toLowerCase();
}

/** Where the result of a file goes: as deep as the file is. */
function stemIn(base: string, path: string): string {
  const { dir, name } = parse(relative(base, path));
  return join(dir, name).replaceAll("\\", "/");
}

function commonDirectory(paths: readonly string[]): string {
  let common = dirname(paths[0] ?? "");
  for (const path of paths) while (!path.startsWith(join(common, "/"))) common = dirname(common);
  return common;
}

async function* readManifest(path: string, options: ExpandOptions): AsyncGenerator<BatchInput> {
  const info = await stat(path).catch(() => undefined);
  if (!info?.isFile()) throw new InputFileError(`The manifest ${path} does not exist.`);
  yield* readLines(createReadStream(path), path, dirname(resolve(path)), options);
}

async function* readLines(
  stream: NodeJS.ReadableStream,
  name: string,
  directory: string,
  { readOptions = (fields) => ({ fields }) }: ExpandOptions,
): AsyncGenerator<BatchInput> {
  let number = 0;
  for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
    number++;
    if (line.trim() === "") continue;
    yield readManifestLine(line, { directory, place: `${name}:${number}`, readOptions });
  }
}
