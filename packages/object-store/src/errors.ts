/**
 * A bucket could not do what it was asked. Neither message nor hint holds a key of an object or a secret; `code` is stable
 * and `hint` says what to do next.
 */
export class ObjectStoreError extends Error {
  readonly code: string = "object_store";
  readonly hint: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean = false;

  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.hint = hint;
    this.name = new.target.name;
  }
}

/** The text does not name a place in a bucket. */
export class BucketUrlError extends ObjectStoreError {
  override readonly code = "bucket_url";
}

/** The bucket's server is not told rightly: no region, or an endpoint that is none. */
export class BucketConfigurationError extends ObjectStoreError {
  override readonly code = "bucket_configuration";
}

/** There are no credentials, or the server does not take them. */
export class BucketCredentialsError extends ObjectStoreError {
  override readonly code = "bucket_credentials";
}

/** The credentials are good, but not for this. */
export class BucketAccessError extends ObjectStoreError {
  override readonly code = "bucket_access";
}

/** There is no such bucket. */
export class BucketNotFoundError extends ObjectStoreError {
  override readonly code = "bucket_not_found";
}

/** There is no such object, or none any more. */
export class ObjectNotFoundError extends ObjectStoreError {
  override readonly code = "object_not_found";
}

/** The object is another one than it was. */
export class ObjectChangedError extends ObjectStoreError {
  override readonly code = "object_changed";
}

/** An object has that key already; it was not touched. */
export class ObjectExistsError extends ObjectStoreError {
  override readonly code = "object_exists";
}

/** A key that the bucket, or a program behind it, would take for another one. */
export class ObjectKeyError extends ObjectStoreError {
  override readonly code = "object_key";
}

/** Fewer or more bytes came than were told. */
export class ObjectTransferError extends ObjectStoreError {
  override readonly code = "object_transfer";
  override readonly retryable = true;
}

/** The bucket's server cannot be reached, or is busy. */
export class BucketUnavailableError extends ObjectStoreError {
  override readonly code = "bucket_unavailable";
  override readonly retryable = true;
}
