import type { Place } from "./job-api.js";

const HEADER = "$response.header.";

/** Reads a JSON Pointer (RFC 6901) from a body, own properties only, or a header. Undefined where nothing is there. */
export function readPlace(place: Place | undefined, body: unknown, headers?: Headers): unknown {
  if (place === undefined) return undefined;
  if (place.startsWith(HEADER)) return headers?.get(place.slice(HEADER.length)) ?? undefined;
  let value = body;
  for (const part of place.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** Reads a non-empty text or a number as text. */
export function readText(place: Place | undefined, body: unknown, headers?: Headers): string | undefined {
  const value = readPlace(place, body, headers);
  return (typeof value === "string" && value !== "") || typeof value === "number" ? String(value) : undefined;
}

/** Reads a finite number that is not negative, also from text. */
export function readNumber(place: Place | undefined, body: unknown, headers?: Headers): number | undefined {
  const value = Number(readText(place, body, headers) ?? NaN);
  return value >= 0 && value < Infinity ? value : undefined;
}

/** The fields of `values` that are known. */
export function known<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
