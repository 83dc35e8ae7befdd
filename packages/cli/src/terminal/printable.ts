/**
 * Text from a server, a file name or an argument, made safe for a terminal: control characters (C0, C1, DEL) and
 * bidirectional overrides are replaced, so that nothing can move the cursor, set a title or reorder a line.
 */
export function printable(text: string): string {
  return text.replace(UNSAFE, "\uFFFD");
}

/** The same for text that may span lines. */
export function printableLines(text: string): string {
  return text.split(/\r?\n/u).map(printable).join("\n");
}

const UNSAFE = /[\u0000-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu;
