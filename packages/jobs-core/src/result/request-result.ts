import { operationUrl } from "../http/call-api.js";
import type { Connection } from "../http/connection.js";
import {
  BadResponseError,
  IntegrityError,
  JobExpiredError,
  JobNotReadyError,
  RequestRefusedError,
} from "../errors/errors.js";
import { isOwn } from "../http/connection.js";
import { exchange } from "../http/exchange.js";
import { feature } from "../feature.js";
import type { FileResult } from "./file-result.js";
import type { FilePlace } from "../job-api.js";
import { fillParameters } from "../job/fill-parameters.js";
import { jobPath } from "../job/job-id.js";
import { type Around, readText } from "../job/place.js";
import type { JobIdentity } from "../job/job-identity.js";
import type { Refresh } from "../follow/read-snapshot.js";
import { responseError } from "../errors/response-error.js";
import { resultMeaning } from "../errors/result-meaning.js";
import { withRetries } from "../http/retry.js";

/** Where a result file comes from. */
export interface DownloadSource {
  readonly job: JobIdentity;
  readonly place: FilePlace;
  /** Which of several files. */
  readonly file: number;
  readonly result: FileResult;
  readonly refresh: Refresh;
  /** The job as last seen; replaced when the result's URL has to be renewed. */
  body: unknown;
  around: Around;
}

/** The rest of a file, if it is still the one with this ETag. */
export interface Range {
  from: number;
  etag: string;
}

export interface ResultRequest {
  range?: Range | undefined;
  signal: AbortSignal | undefined;
}

/** A 2xx answer that can be the result; retried, and asked for at a renewed URL once when the old one has expired. */
export async function requestResult(
  connection: Connection,
  source: DownloadSource,
  { range, signal }: ResultRequest,
): Promise<Response> {
  const headers = {
    accept: "*/*",
    "accept-encoding": "identity",
    ...(range && { range: `bytes=${range.from}-`, "if-range": range.etag }),
  };
  let mayRenew = source.place.type === "url";
  return withRetries(connection, { signal }, async function attempt(): Promise<Response> {
    const url = locate(connection, source) ?? (await renew(connection, source, signal));
    if (isHeld(source)) return feature(connection.api, "heldFile")(url);
    const { place } = source;
    const asked =
      place.type === "file" && place.fields && feature(connection.api, "fileByBody")(place, url, headers);
    const response = await exchange(connection, { url, headers, signal, holds: "file", ...asked });
    if (response.ok) return checkResult(response, source, range);
    const error = await (isOwn(connection, url)
      ? responseError(connection, response, resultMeaning(connection.api))
      : feature(connection.api, "storedError")(connection, url, response, JobExpiredError));
    // Storage does not say that a URL's time is over; it refuses.
    if (!(error instanceof JobExpiredError || error instanceof RequestRefusedError) || !mayRenew) throw error;
    mayRenew = false;
    await renew(connection, source, signal);
    return attempt();
  });
}

/** Where the job says that its result is; undefined where this answer does not say it (a summary in a list). */
function locate(connection: Connection, { place: all, file, body, around }: DownloadSource): URL | undefined {
  const place = all.many ? feature(connection.api, "eachFile")(all, body)[file] : all;
  if (!place) return undefined;
  if (place.type === "url") {
    const text = readText(place.at, body, around) ?? "";
    if (place.base64) return text ? new URL(`data:,${text}`) : undefined;
    return text && URL.canParse(text, connection.base.href) ? new URL(text, connection.base) : undefined;
  }
  const parameters = fillParameters(place.parameters, body, around);
  return parameters && operationUrl(connection, place.operation, parameters);
}

function isHeld({ place }: DownloadSource): boolean {
  return place.type === "url" && place.base64 === true;
}

async function renew(
  connection: Connection,
  source: DownloadSource,
  signal: AbortSignal | undefined,
): Promise<URL> {
  const { job } = source;
  const { snapshot, answer } = await source.refresh({ signal });
  if (snapshot.state === "expired") throw new JobExpiredError(`The result of ${job.id} has expired.`);
  if (snapshot.state !== "succeeded") throw new JobNotReadyError(`${job.id} is ${snapshot.state}.`);
  source.body = answer.body;
  source.around = { ...answer, path: jobPath(connection.api, connection.api.job.get, job.id) };
  const url = locate(connection, source);
  if (url) return url;
  throw new BadResponseError(`${connection.api.title} does not say where the result of ${job.id} is.`);
}

/** Refuses what cannot be the result; worth another try. */
async function checkResult(response: Response, { result }: DownloadSource, range?: Range): Promise<Response> {
  const { status, headers } = response;
  const isPage = /^\s*text\/html/i.test(headers.get("content-type") ?? "");
  const wantsPage =
    /html/i.test(result.contentType ?? "") ||
    /\.html?\b/i.test((result.name ?? "") + (headers.get("content-disposition") ?? ""));
  const problem =
    isPage && !wantsPage
      ? "a web page"
      : headers.get("content-length") === "0" || !response.body
        ? "an empty file"
        : status === 206 && !range
          ? "a part"
          : undefined;
  if (!problem) return response;
  await response.body?.cancel();
  throw new IntegrityError(`Instead of the result came ${problem}.`, { status, retryable: true });
}
