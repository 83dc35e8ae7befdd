/**
 * A value as JSON that a terminal can be shown: what JSON may hold as it is, and what could reorder a line or drive the
 * terminal (DEL, C1, direction marks), is escaped. Parsed, it is the same.
 */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    UNSAFE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const UNSAFE = /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu;
