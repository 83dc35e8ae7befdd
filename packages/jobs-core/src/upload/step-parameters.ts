import type { Answer } from "../http/call-api.js";
import { BadResponseError } from "../errors/errors.js";
import { fillParameters } from "../job/fill-parameters.js";
import type { JobApi, UploadStep } from "../job-api.js";

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
