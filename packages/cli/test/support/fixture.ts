import { fileURLToPath } from "node:url";

/** Path of a small document beside the tests. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
}
