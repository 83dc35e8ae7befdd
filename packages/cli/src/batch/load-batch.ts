/** The part of `@docjobs/batch` that the command line uses. */
export type BatchModule = typeof import("@docjobs/batch");

/** Loads the batches and their database, which other commands do without. */
export async function loadBatch(): Promise<BatchModule> {
  // Stderr is a person's, or one object's: what Node.js the AWS SDK will ask for one day does not belong there.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  return import("@docjobs/batch");
}
