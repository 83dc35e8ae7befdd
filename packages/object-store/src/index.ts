export { isBucketUrl, parseBucketUrl, type BucketPlace } from "./bucket-url.js";
export {
  BucketAccessError,
  BucketConfigurationError,
  BucketCredentialsError,
  BucketNotFoundError,
  BucketUnavailableError,
  BucketUrlError,
  ObjectChangedError,
  ObjectExistsError,
  ObjectKeyError,
  ObjectNotFoundError,
  ObjectStoreError,
  ObjectTransferError,
} from "./errors.js";
export { openObjectStore, type BucketCredentials, type OpenOptions } from "./open-object-store.js";
export type { CallOptions, ObjectInfo, ObjectStore, ReadOptions, WriteOptions } from "./object-store.js";
