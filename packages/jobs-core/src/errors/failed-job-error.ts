import { JobFailedError } from "./errors.js";
import type { FailedJob } from "../job/job-snapshot.js";
import { known } from "../job/place.js";

/** Says why a job failed, in the API's words, and what to do about it. */
export function failedJobError({ id, kind, error, progress }: FailedJob): JobFailedError {
  const { code, message, requestId } = error;
  // An API with a code alone may say in its progress what went wrong.
  const words = message ?? progress?.phase;
  const reason = [code, words]
    .filter(Boolean)
    .join(": ")
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ");
  const hint = hintFor(code, words, requestId === undefined ? `job ${id}` : `request ${requestId}`);
  return new JobFailedError(
    asSentence(`${kind} job ${id} failed${reason && `: ${reason}`}`),
    known({ providerCode: code, requestId, hint }),
  );
}

/** `undefined`: the error's own, as there is something to mend. */
function hintFor(code: string | undefined, words: string | undefined, trace: string): string | undefined {
  if (code !== undefined && SERVICE_FAULT.test(code)) {
    return `The service failed: try again later, or ask its support and quote ${trace}.`;
  }
  return words === undefined
    ? `The API does not say why: check the document, or ask its support and quote ${trace}.`
    : undefined;
}

/** Codes by which an API says that the fault is its own. */
const SERVICE_FAULT =
  /internal|(?:server|system|service|engine|worker)[-_. ]?(?:error|fault|failure|failed)|unavailable/iu;

function asSentence(text: string): string {
  const trimmed = text.trimEnd();
  return /[.!?\u2026]$/u.test(trimmed) ? trimmed : `${trimmed}.`;
}
