/** Why an engine could not do its work, in words that every API's own error vocabulary can be mapped from. */
export type EngineErrorCode =
  /** The document needs a password. */
  | "encrypted"
  /** Truncated, damaged, or not the format that it says. */
  | "corrupt"
  /** No bytes, or no page. */
  | "empty"
  /** A format, language or option that this engine does not do. */
  | "unsupported"
  /** Over a page, pixel or byte limit. */
  | "too-large"
  /** Stopped by the signal. */
  | "aborted"
  /** A defect in the engine. */
  | "internal";

/** An engine's refusal. The message is safe to show to the user: what is wrong and what to do. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EngineError";
    this.code = code;
  }
}
