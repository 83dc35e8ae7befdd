/** An input that needs a name for its result. */
export interface NameWish {
  /** Stable and unique: the input's id. */
  id: string;
  /** Wanted path in the output directory, with `/` between its parts; `extension` comes behind it. */
  stem: string;
  extension: string;
}

/** Hexadecimal digits of the id that tell names apart. */
const SUFFIX_LENGTH = 8;

/**
 * A name for each result that no other result has, now or in a later run: whoever would share a name gets a part of its id
 * behind it, all of them, so that the order of the inputs does not matter. Names are compared as file systems do that
 * ignore case and normalise. `taken` are the names of earlier runs.
 */
export function outputNames(
  wishes: readonly NameWish[],
  taken: ReadonlySet<string> = new Set(),
): Map<string, string> {
  const wanted = new Map<string, number>();
  for (const { stem, extension } of wishes) {
    const key = nameKey(stem, extension);
    wanted.set(key, (wanted.get(key) ?? 0) + 1);
  }
  return new Map(
    wishes.map(({ id, stem, extension }) => {
      const key = nameKey(stem, extension);
      const isShared = (wanted.get(key) ?? 0) > 1 || taken.has(key);
      return [id, withExtension(isShared ? `${stem}-${id.slice(0, SUFFIX_LENGTH)}` : stem, extension)];
    }),
  );
}

/** Equal for two names that some file system takes for one. */
export function nameKey(stem: string, extension: string): string {
  return withExtension(stem, extension).normalize("NFC").toLowerCase();
}

function withExtension(stem: string, extension: string): string {
  return extension === "" ? stem : `${stem}.${extension}`;
}
