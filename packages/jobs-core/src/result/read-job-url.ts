import { fillParameters } from "../job/fill-parameters.js";
import { isJobId } from "../job/job-id.js";
import type { JobApi, Place } from "../job-api.js";

/**
 * The id in a job's URL or path: what that has where the get operation's path has its parameters; in a header at least
 * the last part of the path. A job that is found under more than its id has them all, `first~second`.
 */
export function readJobUrl(
  { job: { get, keys = {} } }: JobApi,
  place: Place,
  url: string | undefined,
  { path, body }: { path: Readonly<Record<string, string>>; body: unknown },
): string | undefined {
  // A header that is there twice reads as `first, second`: neither is certain to be the job.
  const text = /\s/.test(url ?? "") ? undefined : url?.replace(/[?#].*$|\/+$/g, "");
  const last = place.startsWith("$") ? get.parameter : undefined;
  const found: Record<string, string | undefined> = {
    ...path,
    ...fillParameters(keys, body, {}),
    ...(text?.includes("/") ? matchPath(get.path, text, last) : { [get.parameter]: text }),
  };
  const parts = [...(get.under ?? []), get.parameter].map((name) => found[name]);
  // What stands before the id is told from it by the first `~`.
  const isClear = parts.slice(0, -1).every((part) => !part?.includes("~"));
  return isClear && parts.every(isJobId) ? parts.join("~") : undefined;
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
