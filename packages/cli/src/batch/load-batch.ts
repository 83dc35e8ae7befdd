/** The part of `@docjobs/batch` that the command line uses. */
export type BatchModule = typeof import("@docjobs/batch");

/** Loads the batches and their database, which other commands do without. */
export async function loadBatch(): Promise<BatchModule> {
  return import("@docjobs/batch");
}
