import { expand, isWild, known, localize } from "./place.js";
import type { FilePlace } from "./read-snapshot.js";

/** The declaration of one of several files, for each: its places lead to this file. */
export function eachFile<Place extends FilePlace>(place: Place, body: unknown): Place[] {
  const main = place.type === "url" ? place.at : (Object.values(place.parameters).find(isWild) ?? "");
  return expand(main, body).map((pointer) => {
    const at = (each: string | undefined): string | undefined => localize(each, pointer);
    const { name, contentType, sizeBytes } = place;
    const about = known({ name: at(name), contentType: at(contentType), sizeBytes: at(sizeBytes) });
    if (place.type === "url") return { ...place, ...about, at: pointer };
    const parameters = Object.entries(place.parameters).map(([key, value]) => [key, at(value)]);
    return { ...place, ...about, parameters: Object.fromEntries(parameters) as Record<string, string> };
  });
}
