import { InputFileError } from "@docjobs/jobs-core";
import type { BatchInput } from "../batch-input.js";
import { documentPlace } from "../files/places.js";

export interface LinePlace {
  /** What paths in it are relative to. */
  directory: string;
  /** File and line, for messages. */
  place: string;
  readOptions: ReadOptions;
}

/** Turns the options of a line into fields of the request and, where these ask for another format, its extension. */
export type ReadOptions = (
  options: Readonly<Record<string, unknown>>,
) => Pick<BatchInput, "fields" | "extension">;

const SOURCES = ["path", "url", "job"] as const;

/**
 * One line: a path, or an object with one of `path`, `url` and `job`, perhaps `output`, and the document's own options
 * beside them (`to`, `engine`, fields of the request). Of a line of `results.jsonl` its `input` is taken, and nothing else.
 */
export function readManifestLine(line: string, { directory, place, readOptions }: LinePlace): BatchInput {
  const text = line.trim();
  if (!text.startsWith("{")) return source(text, directory);
  const entry = parse(text, place);
  if (isResult(entry)) return source(entry.input, directory);
  const { path, url, job, output, ...options } = entry;
  const given = SOURCES.filter((name) => entry[name] !== undefined);
  const value = { path, url, job }[given[0] ?? "path"];
  if (given.length !== 1 || typeof value !== "string" || value === "")
    throw new InputFileError(`${place}: a line needs exactly one of path, url and job, as text.`);
  if (output !== undefined && typeof output !== "string")
    throw new InputFileError(`${place}: output is the name of the result, as text.`);
  return {
    ...(given[0] === "path" && { path: documentPlace(value, directory) }),
    ...(given[0] === "url" && { url: value }),
    ...(given[0] === "job" && { jobId: value }),
    ...(output !== undefined && { output }),
    ...(Object.keys(options).length > 0 && readOptions(options)),
  };
}

/** A batch's own word about an input, which becomes the input of another one. */
function isResult(entry: Readonly<Record<string, unknown>>): entry is { input: string; state: string } {
  const { input, state } = entry;
  if (typeof input !== "string" || input === "" || typeof state !== "string") return false;
  return entry["path"] === undefined && entry["url"] === undefined;
}

function source(text: string, directory: string): BatchInput {
  return /^https?:\/\//iu.test(text) ? { url: text } : { path: documentPlace(text, directory) };
}

function parse(text: string, place: string): Record<string, unknown> {
  try {
    const entry: unknown = JSON.parse(text);
    if (typeof entry === "object" && entry !== null) return entry as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new InputFileError(`${place}: this is not a JSON object.`);
}
