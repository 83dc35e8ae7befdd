import type { CallOptions } from "./call-options.js";
import type { Answer } from "./call-api.js";
import type { Connection } from "./connection.js";
import { type Download, openDownload } from "./download.js";
import { BadResponseError } from "./errors.js";
import type { FileResult } from "./file-result.js";
import type { JobApi, JobState, KindResult } from "./job-api.js";
import type { JobSnapshot } from "./job-snapshot.js";
import { known, readNumber, readPlace, readText } from "./place.js";
import { safeFileName } from "./safe-file-name.js";

/** The job that an answer is about. */
export interface JobIdentity {
  readonly provider: string;
  readonly kind: string;
  readonly id: string;
  readonly token: string;
}

/** Looks at the same job again. */
export type Refresh = (options: CallOptions) => Promise<JobSnapshot>;

/** Reads an answer about one job. Throws BadResponseError for one about another job, or without a status. */
export function readSnapshot(
  connection: Connection,
  job: JobIdentity,
  { body, headers }: Answer,
  refresh: Refresh,
): JobSnapshot {
  const { api } = connection;
  const { status: states, progress, error = {}, times = {}, id: idPlace } = api.job;
  const refused = (problem: string): BadResponseError => new BadResponseError(`${api.title} ${problem}.`);
  const id = readText(idPlace, body, headers) ?? job.id;
  if (id !== job.id) throw refused(`answered about another job than ${job.id}`);
  const kind = readKind(api, body);
  if (kind !== undefined && kind !== job.kind)
    throw refused(`says that ${job.id} is a ${kind} job, not ${job.kind}`);
  const status = readText(states.at, body, headers);
  if (status === undefined) throw refused(`answered about ${job.id} without a status`);
  const state = readState(api, status, body);
  const text = (place: string | undefined): string | undefined => readText(place, body, headers);
  return {
    ...job,
    state,
    status,
    ...(progress && {
      progress: known({ percent: readNumber(progress.percent, body), phase: text(progress.phase) }),
    }),
    times: known({
      created: text(times.created),
      started: text(times.started),
      updated: text(times.updated),
      completed: text(times.completed),
      expires: text(times.expires),
    }),
    ...(state === "failed" && {
      error: known({
        code: text(error.code),
        message: text(error.message),
        requestId: text(error.requestId),
      }),
    }),
    ...(state === "succeeded" && readResult(connection, job, body, refresh)),
    raw: body,
  } as JobSnapshot;
}

/** The kind that an answer names; undefined where it names none that is known. */
export function readKind(api: JobApi, body: unknown): string | undefined {
  const word = readText(api.job.kind, body);
  const kinds = Object.entries(api.kinds);
  if (word === undefined) return kinds.length === 1 ? kinds[0]?.[0] : undefined;
  return kinds.find(([id, kind]) => (kind.word ?? id) === word)?.[0];
}

function readState(api: JobApi, status: string, body: unknown): JobState {
  const { states } = api.job.status;
  const state = Object.hasOwn(states, status) ? (states[status] ?? "running") : "running";
  const gone = state === "succeeded" && readPlace(api.job.gone.nullAt, body) === null;
  return gone ? "expired" : state;
}

function readResult(
  connection: Connection,
  job: JobIdentity,
  body: unknown,
  refresh: Refresh,
): { result: unknown; download?: (options?: CallOptions) => Promise<Download> } {
  const place = connection.api.kinds[job.kind]?.result;
  if (!place) return { result: undefined };
  if (place.type === "inline") return { result: readPlace(place.at, body) };
  const result = readFileResult(place, body);
  return {
    result,
    download: ({ signal } = {}) => openDownload(connection, { job, place, body, result, refresh }, signal),
  };
}

function readFileResult(place: Exclude<KindResult, { type: "inline" }>, body: unknown): FileResult {
  const name = readText(place.name, body);
  return known({
    name: name === undefined ? undefined : safeFileName(name),
    contentType: readText(place.contentType, body),
    sizeBytes: readNumber(place.sizeBytes, body),
    fileCount: place.type === "file" ? readNumber(place.fileCount, body) : undefined,
  });
}
