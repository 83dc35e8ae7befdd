import type { Place } from "../job-api.js";

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
export function readPlace(place: Place | undefined, body: unknown, around: Around = {}): unknown {
  if (place?.startsWith("$")) {
    const [source, , ...rest] = place.split(".");
    const name = rest.join(".");
    if (source === "$response") return around.headers?.get(name) ?? undefined;
    return source === "$request" ? around.path?.[name] : around.status;
  }
  const values = place === undefined ? [] : findAll(place, body).map(([, value]) => value);
  return isWild(place) ? values : values[0];
}

/** Reads a non-empty text, a number or a truth value as text; several of them in one line. */
export function readText(place: Place | undefined, body: unknown, around?: Around): string | undefined {
  return textOf(readPlace(place, body, around));
}

/** Reads a finite number that is not negative, also from text such as `45 %`. */
export function readNumber(place: Place | undefined, body: unknown, around?: Around): number | undefined {
  const value = Number(readText(place, body, around)?.replace(/\s*%$/, "").trim() || "-");
  return value >= 0 && value < Infinity ? value : undefined;
}

/** The fields of `values` that are known. */
export function known<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

export function isWild(place: Place | undefined): boolean {
  return place?.includes("/*") ?? false;
}

/** All that stands at a pointer, each with its own pointer, which has no `*`. */
export function findAll(place: Place, body: unknown): [pointer: string, value: unknown][] {
  return place
    .split("/")
    .slice(1)
    .reduce<[string, unknown][]>((found, token) => found.flatMap((each) => step(each, token)), [["", body]]);
}

function step([pointer, value]: [string, unknown], token: string): [string, unknown][] {
  if (typeof value !== "object" || value === null) return [];
  const own = value as Record<string, unknown>;
  const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
  if (!name.startsWith("*")) return Object.hasOwn(own, name) ? [[`${pointer}/${token}`, own[name]]] : [];
  const [key, wanted] = name.slice(1).split("=");
  return Object.entries(own)
    .filter(([, item]) => !key || textOf(findAll(`/${key}`, item)[0]?.[1]) === wanted)
    .map(([at, item]) => [`${pointer}/${at.replaceAll("~", "~0").replaceAll("/", "~1")}`, item]);
}

/** Several words make one line; a list of lists holds none. */
function textOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map(wordOf).filter(Boolean).join("; ") || undefined;
  return wordOf(value);
}

function wordOf(value: unknown): string | undefined {
  return value !== "" && /^(string|number|boolean)$/.test(typeof value) ? String(value) : undefined;
}
