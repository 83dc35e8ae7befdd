import { InvalidTokenError } from "./errors.js";
import type { Place } from "./job-api.js";
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

/** The id that an answer gives a job; in a header that holds a URL (Location) it is the last part of the path. */
export function readJobId(place: Place, body: unknown, headers?: Headers): string | undefined {
  const text = readText(place, body, headers);
  const id = place.startsWith("$")
    ? text
        ?.replace(/[?#].*$|\/+$/g, "")
        .split("/")
        .at(-1)
    : text;
  return isJobId(id) ? id : undefined;
}
