import type { Answer } from "./call-api.js";
import { BadResponseError } from "./errors.js";
import { fillParameters } from "./fill-parameters.js";
import type { JobApi, UploadStep } from "./job-api.js";

/** The parameters of a later request about an upload, from the answer to the first. */
export function stepParameters(
  { title }: JobApi,
  { parameters }: UploadStep,
  { body, headers }: Answer,
): Record<string, string> {
  const filled = fillParameters(parameters, body, { headers });
  if (filled) return filled;
  throw new BadResponseError(`${title} took the file but gave no id for it.`);
}
