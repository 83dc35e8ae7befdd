import type { Place } from "./job-api.js";

const HEADER = "$response.header.";
const PATH = "$request.path.";

/** What an answer tells beside its body. */
export interface Around {
  headers?: Headers | undefined;
  /** HTTP status. */
  status?: number;
  /** What the request had in its path. */
  path?: Readonly<Record<string, string>>;
}

/**
 * Reads a JSON Pointer (RFC 6901) from a body, own properties only, or what stands around it. Undefined where nothing is
 * there; an array for a pointer with `*`.
 */
export function readPlace(place: Place | undefined, body: unknown, around?: Around): unknown {
  if (place === undefined) return undefined;
  if (place === "$statusCode") return around?.status;
  if (place.startsWith(HEADER)) return around?.headers?.get(place.slice(HEADER.length)) ?? undefined;
  if (place.startsWith(PATH)) return around?.path?.[place.slice(PATH.length)];
  const values = findAll(place, body).map(([, value]) => value);
  return isWild(place) ? values : values[0];
}

/** Reads a non-empty text, a number or a truth value as text; several of them in one line. */
export function readText(place: Place | undefined, body: unknown, around?: Around): string | undefined {
  return textOf(readPlace(place, body, around));
}

/** Reads a finite number that is not negative, also from text such as `45 %`. */
export function readNumber(place: Place | undefined, body: unknown, around?: Around): number | undefined {
  const value = Number((readText(place, body, around) ?? "-").replace(/\s*%$/, ""));
  return value >= 0 && value < Infinity ? value : undefined;
}

/** The pointers, without any `*`, of all that stands at a place. */
export function expand(place: Place, body: unknown): string[] {
  return findAll(place, body).map(([pointer]) => pointer);
}

/** A place beside one that was expanded: its `*` mean the same items. */
export function localize(place: Place | undefined, pointer: string): Place | undefined {
  const tokens = pointer.split("/");
  return place
    ?.split("/")
    .map((token, index) => (token.startsWith("*") ? (tokens[index] ?? token) : token))
    .join("/");
}

/** The fields of `values` that are known. */
export function known<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

export function isWild(place: Place): boolean {
  return place.includes("/*");
}

function textOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join("; ") || undefined;
  return (typeof value === "string" && value !== "") ||
    typeof value === "number" ||
    typeof value === "boolean"
    ? String(value)
    : undefined;
}

function findAll(place: Place, body: unknown): [pointer: string, value: unknown][] {
  let found: [string, unknown][] = [["", body]];
  for (const token of place.split("/").slice(1)) {
    const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
    found = found.flatMap(([pointer, value]): [string, unknown][] => {
      if (typeof value !== "object" || value === null) return [];
      const own = value as Record<string, unknown>;
      if (!name.startsWith("*")) return Object.hasOwn(own, name) ? [[`${pointer}/${token}`, own[name]]] : [];
      const [key, wanted] = name.slice(1).split("=");
      return Object.entries(own)
        .filter(([, item]) => !key || textOf(findAll(`/${key}`, item)[0]?.[1]) === wanted)
        .map(([key, item]) => [`${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, item]);
    });
  }
  return found;
}
