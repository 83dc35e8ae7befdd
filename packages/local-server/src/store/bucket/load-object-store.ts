import type * as ObjectStorePackage from "@docjobs/object-store";

/** The package that a bucket needs is not installed. */
export class ObjectStoreMissingError extends Error {
  readonly code = "object_store_missing";
  readonly hint = "Add it: npm install @docjobs/object-store";

  constructor(cause: unknown) {
    super("A bucket needs the package @docjobs/object-store, which is not installed.", { cause });
    this.name = "ObjectStoreMissingError";
  }
}

/** Loads what only servers with a bucket need. */
export async function loadObjectStore(): Promise<typeof ObjectStorePackage> {
  try {
    return await import("@docjobs/object-store");
  } catch (error) {
    if ((error as { code?: unknown }).code === "ERR_MODULE_NOT_FOUND")
      throw new ObjectStoreMissingError(error);
    throw error;
  }
}
