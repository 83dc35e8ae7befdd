import type { FilePlace, Place } from "../job-api.js";
import { findAll, isWild, known } from "../job/place.js";

/** The declaration of one of several files, for each: its places lead to this file. */
export function eachFile<Place extends FilePlace>(place: Place, body: unknown): Place[] {
  const main = place.type === "url" ? place.at : (Object.values(place.parameters).find(isWild) ?? "");
  return expand(main, body).map((pointer) => {
    const at = (each: string | undefined): string | undefined => localize(each, pointer);
    const { name, contentType, sizeBytes, sha256 } = place;
    const about = known({
      name: at(name),
      contentType: at(contentType),
      sizeBytes: at(sizeBytes),
      sha256: at(sha256),
    });
    if (place.type === "url") return { ...place, ...about, at: pointer };
    const parameters = Object.entries(place.parameters).map(([key, value]) => [key, at(value)]);
    return { ...place, ...about, parameters: Object.fromEntries(parameters) as Record<string, string> };
  });
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
