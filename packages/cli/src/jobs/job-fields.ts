import type { JobSnapshot } from "@docjobs/jobs-core";

/** Fields of a job that `--json=` can name. */
export const JOB_FIELDS: readonly string[] = [
  "provider",
  "kind",
  "jobId",
  "token",
  "state",
  "status",
  "progress",
  "times",
  "error",
  "result",
  "raw",
];

/** A snapshot as JSON. What the API did not say is null. */
export function jobFields(snapshot: JobSnapshot): Record<string, unknown> {
  return {
    provider: snapshot.provider,
    kind: snapshot.kind,
    jobId: snapshot.id,
    token: snapshot.token,
    state: snapshot.state,
    status: snapshot.status,
    progress: snapshot.progress ?? null,
    times: snapshot.times,
    error: snapshot.state === "failed" ? snapshot.error : null,
    result: snapshot.state === "succeeded" ? snapshot.result : null,
    raw: snapshot.raw,
  };
}

/** A snapshot as one line: id, state, and what else the API tells, with tabs between them. */
export function jobLine(snapshot: JobSnapshot): string {
  const { percent, phase } = snapshot.progress ?? {};
  const said = snapshot.state === "failed" ? (snapshot.error.message ?? snapshot.error.code) : phase;
  const isUnfinished = snapshot.state === "queued" || snapshot.state === "running";
  const columns = [
    snapshot.id,
    snapshot.state,
    isUnfinished && percent !== undefined ? `${Math.floor(percent)} %` : "",
    said ?? "",
  ];
  return columns.join("\t").trimEnd();
}
