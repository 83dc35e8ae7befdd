import { join } from "node:path";
import { type BlobStore, openBlobStore } from "./blob-store.js";
import { createBucketPlace } from "./bucket/bucket-place.js";
import { createBucketUploads } from "./bucket/bucket-uploads.js";
import { openFileCache } from "./bucket/file-cache.js";
import { joinBucket } from "./bucket/join-bucket.js";
import { loadObjectStore } from "./bucket/load-object-store.js";
import type { ContentPlace } from "./content-place.js";
import { checkFilesPlace, noteFilesPlace } from "./files-place.js";
import { openFolderPlace } from "./folder-place.js";
import type { ContentHolds } from "./shared-holds.js";
import type { Store } from "./store.js";
import { openUploadFolder, type UploadFiles } from "./upload-files.js";

export interface FilesOptions {
  dataDirectory: string;
  /** `s3://bucket/prefix/`; undefined for the data directory. */
  bucketUrl: string | undefined;
  /** What copies of a bucket's contents may take on this machine, beside those in use. */
  cacheBytes: number;
  /** Of this process alone: uploads in the making, and the copies. */
  folders: { temporary: string; cache: string };
  store: Store;
  holds: ContentHolds | undefined;
}

/** The server's files, wherever they are. */
export interface Files {
  blobs: BlobStore;
  uploads: UploadFiles;
  close(): Promise<void>;
}

/**
 * Opens the data directory's files, or the bucket.
 *
 * @throws FilesMismatchError, ObjectStoreMissingError, and the errors of `@docjobs/object-store`.
 */
export async function openFiles(options: FilesOptions): Promise<Files> {
  const { dataDirectory, bucketUrl, store } = options;
  if (bucketUrl !== undefined) return openBucket(options, bucketUrl);
  await noteFilesPlace(store, undefined);
  return {
    blobs: await openBlobs(options, await openFolderPlace(join(dataDirectory, "files"))),
    uploads: await openUploadFolder(join(dataDirectory, "uploads")),
    close: async () => undefined,
  };
}

async function openBucket(options: FilesOptions, url: string): Promise<Files> {
  const { store, folders, cacheBytes } = options;
  const { openObjectStore } = await loadObjectStore();
  const objects = await openObjectStore(url);
  try {
    await checkFilesPlace(store, objects.url);
    await joinBucket(objects, store);
    await noteFilesPlace(store, objects.url);
    const cache = await openFileCache(folders.cache, cacheBytes);
    return {
      blobs: await openBlobs(options, createBucketPlace(objects, cache)),
      uploads: createBucketUploads(objects),
      async close() {
        objects.close();
        await cache.close();
      },
    };
  } catch (error) {
    objects.close();
    throw error;
  }
}

function openBlobs({ folders, holds }: FilesOptions, place: ContentPlace): Promise<BlobStore> {
  return openBlobStore(place, folders.temporary, holds);
}
