import type { BatchInput } from "../batch-input.js";

/** What a person knows an input by. */
export function shownInput({ path, url, jobId }: BatchInput): string {
  return path ?? url ?? jobId ?? "";
}
