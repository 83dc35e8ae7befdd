import type { BatchInput } from "../batch-options.js";

/** What a person knows an input by. */
export function shownInput({ path, url, jobId }: BatchInput): string {
  return path ?? url ?? jobId ?? "";
}
