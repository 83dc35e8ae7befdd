import { EngineError } from "../engine-error.js";

/** Puts a failure of the image library into the words of `EngineError`. An `EngineError` passes unchanged. */
export function imageError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/exceeds pixel limit|exceeds? (the )?maximum|too large|larger than/i.test(message)) {
    return new EngineError(
      "too-large",
      "The picture has more pixels than allowed. Make it smaller and send it again.",
      { cause: error },
    );
  }
  if (/unsupported image format/i.test(message)) {
    return new EngineError(
      "corrupt",
      "The file is not a picture that can be read: it is damaged or of another kind. Export it again and retry.",
      { cause: error },
    );
  }
  return new EngineError(
    "corrupt",
    "The picture is damaged or cut short and cannot be decoded. Export it again and retry.",
    { cause: error },
  );
}
