import type { Answer } from "./call-api.js";
import type { Connection } from "./connection.js";
import type { Download } from "./download.js";
import { BadResponseError } from "./errors.js";
import { feature } from "./feature.js";
import type { FileResult } from "./file-result.js";
import type { JobApi, JobState, KindResult } from "./job-api.js";
import { jobPath, readJobId } from "./job-id.js";
import type { FileOptions, JobSnapshot } from "./job-snapshot.js";
import type { CallOptions } from "./call-options.js";
import { type Around, known, readNumber, readPlace, readText } from "./place.js";
import { safeFileName } from "./safe-file-name.js";

/** The job that an answer is about. */
export interface JobIdentity {
  readonly provider: string;
  readonly kind: string;
  readonly id: string;
  readonly token: string;
}

/** Looks at the same job again. */
export type Refresh = (options: CallOptions) => Promise<Seen>;

/** A snapshot and the answer that it was read from. */
export interface Seen {
  snapshot: JobSnapshot;
  answer: Partial<Answer>;
}

/** Reads an answer about one job. Throws BadResponseError for one about another job, or without a status. */
export function readSnapshot(
  connection: Connection,
  job: JobIdentity,
  answer: Partial<Answer>,
  refresh: Refresh,
): JobSnapshot {
  const { api } = connection;
  const { body } = answer;
  const around: Around = { ...answer, path: jobPath(api, api.job.get, job.id) };
  const { status: states, progress, error = {}, times = {}, id: idPlace } = api.job;
  const refused = (problem: string): BadResponseError => new BadResponseError(`${api.title} ${problem}.`);
  const text = (place: string | undefined): string | undefined => readText(place, body, around);
  if (
    text(idPlace) !== undefined &&
    readJobId(api, idPlace ?? "", { ...answer, body }, around.path) !== job.id
  )
    throw refused(`answered about another job than ${job.id}`);
  const kind = readKind(api, body);
  if (kind !== undefined && kind !== job.kind)
    throw refused(`says that ${job.id} is a ${kind} job, not ${job.kind}`);
  const words = [readPlace(states.at, body, around)].flat().flatMap((word) => readText("", word) ?? []);
  const state = readState(api, words, body);
  if (state === undefined) throw refused(`answered about ${job.id} without a status`);
  const ratio = readNumber(progress?.ratio, body, around);
  const percent = readNumber(progress?.percent, body, around) ?? (ratio === undefined ? ratio : ratio * 100);
  return {
    ...job,
    state,
    status: [...new Set(words)].join(", "),
    ...(progress && { progress: known({ percent, phase: text(progress.phase) }) }),
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
    ...(state === "succeeded" && {
      ...(words.some((word) => states.partial?.includes(word)) && { partial: true }),
      ...readResult(connection, job, { body, around }, refresh),
    }),
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

/** What the words mean together: those of several tasks make one state. Undefined where there is none. */
function readState(api: JobApi, words: readonly string[], body: unknown): JobState | undefined {
  const { states, absent, failedAt } = api.job.status;
  if ((readPlace(failedAt, body) ?? undefined) !== undefined) return "failed";
  const all = words.map((word) => (Object.hasOwn(states, word) ? (states[word] ?? "running") : "running"));
  const bad = (["failed", "canceled", "expired"] as const).find((state) => all.includes(state));
  const [first = absent] = all;
  const state = bad ?? (all.every((each) => each === first) ? first : "running");
  const isGone = state === "succeeded" && readPlace(api.job.gone.nullAt, body) === null;
  return isGone ? "expired" : state;
}

/** What an answer's places are read from. */
export interface ReadFrom {
  body: unknown;
  around: Around;
}

/** Where a result file is. */
export type FilePlace = Exclude<KindResult, { type: "inline" }>;

function readResult(
  connection: Connection,
  job: JobIdentity,
  from: ReadFrom,
  refresh: Refresh,
): { result: unknown; download?: (options?: FileOptions) => Promise<Download> } {
  const { api } = connection;
  const place = api.kinds[job.kind]?.result;
  if (!place) return { result: undefined };
  if (place.type === "inline")
    return { result: place.from ? undefined : readPlace(place.at, from.body, from.around) };
  const places = place.many ? feature(api, "eachFile")(place, from.body) : [place];
  const results = places.map((each) => readFileResult(each, from));
  return {
    result: place.many ? results : results[0],
    download: ({ signal, range, file = 0 } = {}) => {
      const result = results[file] ?? {};
      const source = { job, place, file, ...from, result, refresh };
      return feature(api, "openDownload")(connection, source, { signal, range });
    },
  };
}

function readFileResult(place: FilePlace, { body, around }: ReadFrom): FileResult {
  const name = readText(place.name, body, around);
  return known({
    name: name === undefined ? undefined : safeFileName(name),
    contentType: readText(place.contentType, body, around),
    sizeBytes: readNumber(place.sizeBytes, body, around),
    fileCount: place.type === "file" ? readNumber(place.fileCount, body, around) : undefined,
  });
}
