import type { ObjectStore } from "@docjobs/object-store";
import { bucketFailure, PlaceRefusedError } from "./bucket-failure.js";

/** Buckets by their URLs, each opened once. */
export interface Buckets {
  /** The bucket of a URL, and the key that the URL names in it. */
  at(url: string): Promise<{ store: ObjectStore; key: string }>;
  close(): void;
}

export function openBuckets(): Buckets {
  const stores = new Map<string, Promise<ObjectStore>>();
  let isClosed = false;
  return {
    async at(url) {
      const { openObjectStore, parseBucketUrl } = await loadObjectStore();
      try {
        const { bucket, key } = parseBucketUrl(url);
        const store = stores.get(bucket) ?? openObjectStore(`s3://${bucket}/`);
        stores.set(bucket, store);
        const opened = await store;
        if (isClosed) opened.close();
        return { store: opened, key };
      } catch (error) {
        throw bucketFailure(error, url);
      }
    },
    close() {
      isClosed = true;
      for (const store of stores.values())
        void store.then(
          (opened) => opened.close(),
          () => undefined,
        );
    },
  };
}

async function loadObjectStore(): Promise<typeof import("@docjobs/object-store")> {
  try {
    return await import("@docjobs/object-store");
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== "ERR_MODULE_NOT_FOUND") throw cause;
    throw new PlaceRefusedError("Buckets need the package @docjobs/object-store, which is not installed.", {
      hint: "Add it: npm install @docjobs/object-store (with -g where docjobs is installed so).",
      cause,
    });
  }
}
