import type { Answer } from "./call-api.js";
import { InvalidTokenError } from "./errors.js";
import type { JobApi, JobOperation, Place } from "./job-api.js";
import { readText } from "./place.js";

/** Ids go into URL paths, so only what cannot change a path is let in, whoever made the id. */
const ID = /^[\w-][\w.~:@=+-]{0,199}$/;

export function isJobId(value: unknown): value is string {
  return typeof value === "string" && ID.test(value);
}

export function checkJobId(value: unknown): string {
  if (isJobId(value)) return value;
  throw new InvalidTokenError(`${JSON.stringify(String(value).slice(0, 80))} is not a job id.`);
}

/**
 * The id that an answer gives a job. Where a URL or a path stands in its place, it is what the URL has where the get
 * operation's path has its parameters; in a header at least the last part of the path.
 */
export function readJobId(
  { job: { get } }: JobApi,
  place: Place,
  { body, headers }: Pick<Answer, "body"> & Partial<Answer>,
  path: Readonly<Record<string, string>> = {},
): string | undefined {
  const text = readText(place, body, { headers })?.replace(/[?#].*$|\/+$/g, "");
  const names = [...(get.under ?? []), get.parameter];
  const isUrl = text?.includes("/");
  const found: Record<string, string | undefined> = isUrl
    ? { ...path, ...matchPath(get.path, text ?? "", place.startsWith("$") ? get.parameter : undefined) }
    : { ...path, [get.parameter]: text };
  const parts = names.map((name) => found[name]);
  const id = parts.join("~");
  return parts.every(isJobId) && isJobId(id) ? id : undefined;
}

/** The path parameters of an operation on a job; its id holds them in the get operation's order. */
export function jobPath(
  { job: { get } }: JobApi,
  { parameter, under = [] }: JobOperation,
  id: string,
): Record<string, string> {
  if (!get.under) return { [parameter]: id };
  const parts = id.split("~");
  const values = get.under.map((name, index) => [name, parts[index] ?? ""] as const);
  return {
    ...Object.fromEntries(values.filter(([name]) => under.includes(name))),
    [parameter]: parts.slice(values.length).join("~"),
  };
}

/** Compares from the end, as far as both go: a URL has a base path before it, a bare name less than the template. */
function matchPath(template: string, text: string, last: string | undefined): Record<string, string> {
  const wanted = template.split("/").slice(1).reverse();
  const given = text
    .replace(/^[a-z]+:\/\/[^/]*/i, "")
    .split("/")
    .reverse();
  const found: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const part = given[index] ?? "";
    if (part === "") break;
    const [before = "", name, after = ""] = segment.split(/[{}]/);
    if (name !== undefined && part.startsWith(before) && part.endsWith(after)) {
      found[name] = decode(part.slice(before.length, part.length - after.length));
    } else if (part !== segment) return last !== undefined ? { [last]: decode(given[0] ?? "") } : {};
  }
  return found;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
