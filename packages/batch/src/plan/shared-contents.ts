import type { BatchInput } from "../batch-input.js";

/** An input that no item has yet. */
export interface NewInput {
  id: string;
  input: BatchInput;
  sizeBytes?: number;
}

/**
 * The content's SHA-256, for every file that another file of these equals. Only files of one size are read; those of
 * unknown size, which are in buckets, are left out.
 */
export async function sharedContents(
  inputs: readonly NewInput[],
  sha256Of: (path: string) => Promise<string>,
): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  for (const same of groups(inputs, ({ sizeBytes }) => sizeBytes)) {
    const hashed: { id: string; sha256: string }[] = [];
    for (const { id, input } of same) hashed.push({ id, sha256: await sha256Of(input.path ?? "") });
    for (const equal of groups(hashed, ({ sha256 }) => sha256))
      for (const { id, sha256 } of equal) hashes.set(id, sha256);
  }
  return hashes;
}

/** Those that have a key in common with another one. */
function groups<Value, Key>(values: readonly Value[], keyOf: (value: Value) => Key | undefined): Value[][] {
  const byKey = new Map<Key, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    if (key === undefined) continue;
    const group = byKey.get(key);
    if (group) group.push(value);
    else byKey.set(key, [value]);
  }
  return [...byKey.values()].filter(({ length }) => length > 1);
}
