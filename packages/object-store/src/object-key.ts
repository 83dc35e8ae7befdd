import { ObjectKeyError } from "./errors.js";

/** S3's own limit. */
export const MOST_KEY_BYTES = 1024;

/**
 * Refuses keys that would not arrive as they are: proxies and servers on a file system resolve `.` and `..`, and no XML
 * answer can hold control characters.
 */
export function checkKey(key: string): void {
  const problem = problemOf(key);
  if (problem === undefined) return;
  throw new ObjectKeyError(`The key of an object ${problem}.`, "Rename the object, or choose another name.");
}

function problemOf(key: string): string | undefined {
  if (key === "") return "is empty";
  if (Buffer.byteLength(key) > MOST_KEY_BYTES) return `is longer than ${MOST_KEY_BYTES} bytes`;
  if (/[\u0000-\u001f\u007f]/u.test(key)) return "has a control character in it";
  // A lone half of a pair has no UTF-8.
  if (/\p{Surrogate}/u.test(key)) return "is no text that UTF-8 can say";
  if (key.split("/").some((part) => part === "." || part === "..")) return 'has "." or ".." as a part';
  return undefined;
}
