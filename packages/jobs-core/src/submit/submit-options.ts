import type { CallOptions } from "../http/call-options.js";

/** `signal` ends the waiting for a place too, and at once. */
export interface SubmitOptions extends CallOptions {
  /** Replays an earlier submit; made up where left out. Only for an API that has idempotency. */
  idempotencyKey?: string | undefined;
  /** Told as the file is read for sending, where the runtime lets that be seen (Node does). */
  onProgress?: ((progress: UploadProgress) => void) | undefined;
  /**
   * Called once, behind the upload and before the submit's first byte: the last moment to write down what a crash would
   * make unknown. The submit waits for it, and is not made if it fails.
   */
  beforeSubmit?: ((submit: PendingSubmit) => void | Promise<void>) | undefined;
}

/** A submit that is about to be made. */
export interface PendingSubmit {
  /** Makes a repeat harmless; only where the API has such keys. */
  readonly idempotencyKey?: string;
  /** What the submit refers to: the id of the uploaded file, or of another job. */
  readonly inputReference?: string;
}

export interface UploadProgress {
  readonly sentBytes: number;
  readonly totalBytes: number;
}
