import type { Readable } from "node:stream";

/** What a bucket tells of an object. */
export interface ObjectInfo {
  /** Below the store's prefix. */
  key: string;
  sizeBytes: number;
  /** Names this version of the content, without quotes. */
  etag?: string;
  /** Milliseconds since the epoch. */
  modifiedAt?: number;
  /** What the writer said that it is; `head` alone tells it. */
  sha256?: string;
}

export interface CallOptions {
  signal?: AbortSignal | undefined;
}

export interface ReadOptions extends CallOptions {
  /** First byte, from 0. */
  start?: number | undefined;
  /** Last byte, inclusive. */
  end?: number | undefined;
  /** Etag of the version that is wanted: another one is an ObjectChangedError. */
  ifMatch?: string | undefined;
}

export interface WriteOptions extends CallOptions {
  /** What the body has to amount to: anything else is an ObjectTransferError, and nothing is stored. */
  sizeBytes?: number | undefined;
  contentType?: string | undefined;
  /** Hexadecimal. The body has to have it, else nothing is stored; it is kept with the object, as metadata. */
  sha256?: string | undefined;
  /** Never replaces: an object that is there already is an ObjectExistsError. Default false. */
  ifAbsent?: boolean | undefined;
}

/** One bucket, or what stands below a prefix of it. Keys are relative to that prefix. Errors name no key. */
export interface ObjectStore {
  /** `s3://bucket/prefix/`, without a secret. */
  readonly url: string;
  /** Undefined where there is no such object. */
  head(key: string, options?: CallOptions): Promise<ObjectInfo | undefined>;
  /** Streams the content. The stream fails, rather than ends, where the connection ends early. */
  read(key: string, options?: ReadOptions): Promise<Readable>;
  /** Streams into the bucket. Readers see all of it or nothing. */
  write(key: string, body: AsyncIterable<Uint8Array>, options?: WriteOptions): Promise<ObjectInfo>;
  /** Succeeds where there is nothing to remove, too. */
  remove(key: string): Promise<void>;
  /** In the server's order, which is that of the keys' bytes at Amazon's; a page at a time. `prefix` is a beginning of keys, not a folder: `""` for all. */
  list(prefix: string, options?: CallOptions): AsyncIterable<ObjectInfo>;
  /** Ends the connections. */
  close(): void;
}
