import type { Answer } from "../http/call-api.js";
import { InvalidTokenError } from "../errors/errors.js";
import { feature } from "../feature.js";
import type { JobApi, JobOperation, Place } from "../job-api.js";
import { readText } from "./place.js";

/** Ids go into URL paths, so only what cannot change a path is let in, whoever made the id. */
const ID = /^[\w-][\w.~:@=+-]{0,199}$/;

export function isJobId(value: unknown): value is string {
  return typeof value === "string" && ID.test(value);
}

export function checkJobId(value: unknown): string {
  if (isJobId(value)) return value;
  throw new InvalidTokenError(`${JSON.stringify(String(value).slice(0, 80))} is not a job id.`);
}

/** The id that an answer gives a job; where a URL or a path stands in its place, what that has of it. */
export function readJobId(
  api: JobApi,
  place: Place,
  { body, headers }: Pick<Answer, "body"> & Partial<Answer>,
  path: Readonly<Record<string, string>> = {},
): string | undefined {
  const text = readText(place, body, { headers });
  const isPart = api.job.get.under ?? text?.includes("/");
  const id = isPart ? api.features.readJobUrl?.(api, place, text, { path, body }) : text;
  return isJobId(id) ? id : undefined;
}

/** What tells an operation which job is meant. */
export interface JobCall {
  parameters: Record<string, string>;
  body?: string;
  headers?: Record<string, string>;
}

/** A call of an operation on a job, as far as the job makes it. */
export function jobCall(api: JobApi, operation: JobOperation, id: string): JobCall {
  const parameters = jobPath(api, operation, id);
  if ((operation.field ?? operation.body ?? operation.keys) === undefined) return { parameters };
  return feature(api, "jobInBody")(operation, parameters);
}

/** The path parameters of an operation on a job. */
export function jobPath(api: JobApi, operation: JobOperation, id: string): Record<string, string> {
  if (api.job.get.under) return feature(api, "splitJobId")(api, operation, id);
  return { [operation.parameter]: id };
}
