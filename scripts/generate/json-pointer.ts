/** Tokens of an RFC 6901 pointer; the empty pointer has none. */
export function parsePointer(pointer: string): string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Tokens of the pointer in a reference's fragment; undefined for one that cannot be decoded. */
export function parseFragment(fragment: string): string[] | undefined {
  try {
    return parsePointer(decodeURIComponent(fragment));
  } catch {
    return undefined;
  }
}
