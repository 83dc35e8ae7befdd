/** What every call takes. */
export interface CallOptions {
  /** Ends the call at once, with AbortedError. */
  signal?: AbortSignal | undefined;
}
