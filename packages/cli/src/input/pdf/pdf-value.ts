/** A PDF object's value (ISO 32000-1 7.3), streams left out. */
export type PdfValue =
  | number
  | boolean
  | null
  | { type: "name"; name: string }
  | { type: "string"; bytes: Buffer }
  | { type: "reference"; number: number; generation: number }
  | { type: "array"; items: PdfValue[] }
  | PdfDictionary;

export interface PdfDictionary {
  type: "dictionary";
  entries: ReadonlyMap<string, PdfValue>;
}

/** The entry if it is a dictionary. */
export function dictionaryIn({ entries }: PdfDictionary, key: string): PdfDictionary | undefined {
  const value = entries.get(key);
  return isObject(value) && value.type === "dictionary" ? value : undefined;
}

/** The entry's bytes if it is a string. */
export function stringIn({ entries }: PdfDictionary, key: string): Buffer | undefined {
  return asString(entries.get(key));
}

/** The entry if it is a name, without its slash. */
export function nameIn({ entries }: PdfDictionary, key: string): string | undefined {
  const value = entries.get(key);
  return isObject(value) && value.type === "name" ? value.name : undefined;
}

/** The entry if it is a number. */
export function numberIn({ entries }: PdfDictionary, key: string): number | undefined {
  const value = entries.get(key);
  return typeof value === "number" ? value : undefined;
}

/** The bytes of a string value. */
export function asString(value: PdfValue | undefined): Buffer | undefined {
  return isObject(value) && value.type === "string" ? value.bytes : undefined;
}

function isObject(value: PdfValue | undefined): value is Extract<PdfValue, { type: string }> {
  return typeof value === "object" && value !== null;
}
