import type { Answer } from "../http/call-api.js";
import type { CallOptions } from "../http/call-options.js";
import type { Connection } from "../http/connection.js";
import type { Download } from "../result/download.js";
import { BadResponseError } from "../errors/errors.js";
import { feature } from "../feature.js";
import type { JobApi, JobState, Place } from "../job-api.js";
import { jobPath, readJobId } from "../job/job-id.js";
import type { JobIdentity } from "../job/job-identity.js";
import type { FileOptions, JobSnapshot } from "../job/job-snapshot.js";
import { type Around, known, readNumber, readPlace, readText } from "../job/place.js";

/** Looks at the same job again. */
export type Refresh = (options: CallOptions) => Promise<Seen>;

/** A snapshot and the answer that it was read from. */
export interface Seen {
  snapshot: JobSnapshot;
  answer: Partial<Answer>;
}

/** What an answer's places are read from. */
export interface ReadFrom {
  body: unknown;
  around: Around;
}

/** Reads an answer about one job. Throws BadResponseError for one about another job, or without a status. */
export function readSnapshot(
  connection: Connection,
  job: JobIdentity,
  answer: Partial<Answer>,
  refresh: Refresh,
): JobSnapshot {
  const { api, conceal } = connection;
  const { body } = answer;
  const path = jobPath(api, api.job.get, job.id);
  const around: Around = { ...answer, path };
  const { status: words, progress, error, times, id } = api.job;
  const read = (place: Place | undefined): string | undefined => readText(place, body, around);
  const readEach = (places: Readonly<Record<string, Place | undefined>> = {}): object =>
    known(
      Object.fromEntries(
        Object.entries(places).map(([name, place]) => [name, conceal(read(place) ?? "") || undefined]),
      ),
    );
  const refuse = (problem: string): never => {
    throw new BadResponseError(`${api.title} ${problem}.`);
  };
  if (read(id) !== undefined && readJobId(api, id ?? "", { ...answer, body }, path) !== job.id)
    refuse(`answered about another job than ${job.id}`);
  const kind = readKind(api, body) ?? job.kind;
  if (kind !== job.kind) refuse(`says that ${job.id} is a ${kind} job, not ${job.kind}`);
  const said = [readPlace(words.at, body, around)].flat().flatMap((word) => readText("", word) ?? []);
  const state = readState(api, said, body) ?? refuse(`answered about ${job.id} without a status`);
  const isCounted = (progress?.done ?? progress?.ratio) !== undefined;
  const percent =
    readNumber(progress?.percent, body, around) ??
    (progress && isCounted ? feature(api, "countProgress")(progress, body, around) : undefined);
  return {
    ...job,
    state,
    status: [...new Set(said)].join(", "),
    ...(progress && { progress: known({ percent, phase: read(progress.phase) }) }),
    times: api.job.unixTimes ? feature(api, "unixTimes")(readEach(times)) : readEach(times),
    ...(state === "failed" && { error: readEach(error) }),
    ...(state === "succeeded" && {
      ...(said.some((word) => words.partial?.includes(word)) && { partial: true }),
      ...readResult(connection, job, { body, around }, refresh),
    }),
    raw: body,
    // What stands in it is what the declaration says, which types cannot see.
  } as unknown as JobSnapshot;
}

/** Whether a job in this state has become what it becomes. */
export function hasEnded(state: JobState): boolean {
  return state !== "queued" && state !== "running";
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
  const { status, gone } = api.job;
  const all = words.map((word) => (Object.hasOwn(status.states, word) && status.states[word]) || "running");
  if ((readPlace(status.failedAt, body) ?? undefined) !== undefined) all.push("failed");
  const [first = status.absent] = all;
  const state =
    (["failed", "canceled", "expired"] as const).find((bad) => all.includes(bad)) ??
    (all.every((each) => each === first) ? first : "running");
  return state === "succeeded" && readPlace(gone.nullAt, body) === null ? "expired" : state;
}

function readResult(
  connection: Connection,
  job: JobIdentity,
  from: ReadFrom,
  refresh: Refresh,
): { result: unknown; download?: (options?: FileOptions) => Promise<Download> } {
  const { api } = connection;
  const place = api.kinds[job.kind]?.result;
  if (place?.type === "inline")
    return { result: place.from ? undefined : readPlace(place.at, from.body, from.around) };
  if (place) return feature(api, "readFiles")(connection, job, place, from, refresh);
  return { result: undefined };
}
