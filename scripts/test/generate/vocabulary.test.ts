import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { JobDeclaration, JobKind, Upload } from "../../../packages/jobs-core/src/job-api.js";
import { loadSpec } from "../../generate/load-spec.js";
import { buildProviderModel } from "../../generate/provider-model.js";

type Has = (api: JobDeclaration) => unknown;

const kind =
  (has: (kind: JobKind) => unknown): Has =>
  (api) =>
    Object.values(api.kinds).some(has);
const upload =
  (has: (upload: Upload) => unknown): Has =>
  (api) =>
    Object.values(api.uploads).some(has);
const means =
  (state: string): Has =>
  ({ job }) =>
    Object.values(job.status.states).includes(state as never);

/** Each thing that the vocabulary says, the invented API that has it, and how its declaration shows it. */
const items: readonly (readonly [what: string, fixture: string, has: Has])[] = [
  ["status in a body field", "form-policy", ({ job }) => job.status.at === "/state"],
  ["status in an HTTP code", "see-other", ({ job }) => job.status.at === "$statusCode"],
  [
    "the job at a Location header",
    "see-other",
    kind(({ submit }) => submit.jobId === "$response.header.Location"),
  ],
  [
    "the job at an Operation-Location header",
    "operation-location",
    kind(({ submit }) => submit.jobId === "$response.header.Operation-Location"),
  ],
  ["a 202 with an empty body", "ok-file", ({ job }) => job.status.states["202"] === "running"],
  ["integer ids", "under-path", kind(({ submit }) => submit.jobId === "/id")],
  ["string ids", "prediction", kind(({ submit }) => submit.jobId === "/id")],
  ["ids in a header", "ok-file", kind(({ submit }) => submit.jobId === "$response.header.X-Job-Id")],
  ["an id in the query", "held-output", ({ job }) => !job.get.path.includes("{") && job.get.method === "GET"],
  ["an id in the body of a POST", "post-status", ({ job }) => job.get.field === "/about/job"],
  [
    "nested results",
    "task-graph",
    kind(({ result }) => result.type === "url" && /\/.*\/.*\//.test(result.at)),
  ],
  ["array results", "under-path", kind(({ result }) => result.type === "inline" && result.from?.pages)],
  ["several output files", "raw-upload", kind(({ result }) => result.type === "file" && result.many)],
  ["result by operation", "raw-upload", kind(({ result }) => result.type === "file")],
  [
    "result by path extension",
    "form-policy",
    kind(({ result }) => result.type === "file" && /\}\.[a-z]+$/.test(result.operation.path)),
  ],
  [
    "one of several path extensions",
    "held-output",
    kind(({ result }) => result.type === "file" && result.parameters["extension"] === "=txt"),
  ],
  ["result by presigned URL", "post-status", kind(({ result }) => result.type === "url" && !result.base64)],
  ["result by URL list", "prediction", kind(({ result }) => result.type === "url" && result.many)],
  ["result as text of bytes", "held-output", kind(({ result }) => result.type === "url" && result.base64)],
  ["result inline", "done-flag", kind(({ result }) => result.type === "inline" && !result.from)],
  [
    "result inline, from another operation",
    "chunked",
    kind(({ result }) => result.type === "inline" && result.from),
  ],
  [
    "result paged by a next token",
    "next-token",
    kind(({ result }) => result.type === "inline" && result.from?.pages?.parameter),
  ],
  ["upload by multipart", "held-output", upload(({ part }) => part)],
  [
    "upload by octet-stream",
    "raw-upload",
    upload(({ part, put, form, chunks }) => !part && !put && !form && !chunks),
  ],
  ["upload by two-step presigned PUT", "next-token", upload(({ put }) => put?.method === "PUT")],
  ["upload by form fields answered by the API", "form-policy", upload(({ form }) => form?.fields)],
  ["upload in chunks with offset", "chunked", upload(({ chunks }) => chunks?.offset)],
  ["submit by file", "ok-file", kind(({ submit }) => submit.content === "file")],
  ["submit by URL", "see-other", kind(({ input }) => input.url)],
  ["submit by the id of an upload", "raw-upload", kind(({ input }) => input.file?.upload)],
  ["submit by the id of a job", "held-output", kind(({ input }) => input.job)],
  ["submit by base64 text", "done-flag", kind(({ input }) => input.file?.base64)],
  ["jobs as graphs of tasks", "task-graph", ({ job }) => job.status.at.includes("/*/")],
  ["server-side wait by query", "held-output", ({ job }) => job.poll.wait?.parameter],
  ["server-side wait by header", "prediction", ({ job }) => job.poll.wait?.header?.name === "Prefer"],
  ["server-side wait by host", "task-graph", ({ job }) => job.poll.wait?.operation?.server],
  ["cancel by POST", "done-flag", ({ cancel }) => cancel?.method === "POST" && !cancel.url],
  ["cancel by DELETE", "operation-location", ({ cancel }) => cancel?.method === "DELETE"],
  ["cancel by PUT", "see-other", ({ cancel }) => cancel?.method === "PUT"],
  ["cancel by a URL in the job", "prediction", ({ cancel }) => cancel?.url],
  ["words that mean failed", "form-policy", means("failed")],
  ["words that mean canceled", "chunked", means("canceled")],
  ["words that mean expired", "chunked", means("expired")],
  ["words that mean partially done", "next-token", ({ job }) => job.status.partial],
  ["percent as number", "operation-location", ({ job }) => job.progress?.percent],
  ["percent as text", "form-policy", ({ job }) => job.progress?.percent],
  ["percent as ratio", "next-token", ({ job }) => job.progress?.ratio],
  ["percent as so much of so much", "post-status", ({ job }) => job.progress?.total],
  ["times as numbers", "post-status", ({ job }) => job.unixTimes],
  ["error as text", "prediction", ({ job }) => job.error?.message === "/error"],
  ["error as object", "done-flag", ({ job }) => job.error?.message === "/error/message"],
  ["error as list", "form-policy", ({ job }) => job.error?.message?.includes("/*")],
  ["auth by bearer", "held-output", auth((each) => "header" in each && each.prefix === "Bearer ")],
  [
    "auth by custom header",
    "operation-location",
    auth((each) => "header" in each && each.header !== "Authorization"),
  ],
  ["auth by two headers", "prediction", ({ auth: parts }) => parts.length === 2],
  ["auth by basic", "see-other", auth((each) => "header" in each && each.basic)],
  ["auth by query", "ok-file", auth((each) => "query" in each)],
  ["auth by cookie", "post-status", auth((each) => "header" in each && each.header === "Cookie")],
  ["auth by OAuth client credentials", "chunked", auth((each) => "tokenUrl" in each)],
  ["a client secret in the form", "storage-path", auth((each) => "tokenUrl" in each && each.inForm)],
  ["an upload under a path", "storage-path", upload(({ about }) => about?.name?.in === "path")],
  ["a key of the job's own", "second-key", ({ job }) => job.get.keys],
  ["a result by POST", "second-key", kind(({ result }) => result.type === "file" && result.fields)],
  ["idempotency by header", "raw-upload", kind(({ submit }) => submit.idempotency.by === "header")],
  ["idempotency by body token", "next-token", kind(({ submit }) => submit.idempotency.by === "client-id")],
  [
    "a client-chosen id",
    "chunked",
    kind(({ submit }) => submit.idempotency.by === "client-id" && !submit.jobId),
  ],
  ["a list by token", "done-flag", ({ list }) => list?.pages?.parameter && !list.pages.by],
  ["a list by Link header", "see-other", ({ list }) => list?.pages?.next === "$response.header.Link"],
  ["a list by page number", "under-path", ({ list }) => list?.pages?.by === "number"],
  ["a list by offset", "raw-upload", ({ list }) => list?.pages?.by === "offset"],
  ["a list by the last id", "operation-location", ({ list }) => list?.pages?.by === "last-id"],
  ["a list with a page size", "done-flag", ({ list }) => list?.size?.most === 2],
  ["listed jobs with a status of their own", "see-other", ({ list }) => list?.status?.at === "/state"],
  ["listed jobs under a path parameter", "under-path", ({ list }) => list?.required?.includes("project")],
  ["cost by query", "ok-file", kind(({ estimate }) => estimate?.method === "GET")],
  ["cost by body", "prediction", kind(({ estimate }) => estimate?.fields)],
  ["rate limits", "raw-upload", ({ limits }) => limits.perMinute],
  ["webhooks with an HMAC", "raw-upload", ({ webhook }) => webhook?.signature?.algorithm === "hmac-sha256"],
];

const root = path.join(import.meta.dirname, "fixtures/breadth");
const ids = readdirSync(path.join(root, "specs"));
const apis = new Map(
  await Promise.all(ids.map(async (id) => [id, buildProviderModel(await loadSpec(root, id)).api] as const)),
);
const spoken = readFileSync(path.join(import.meta.dirname, "breadth.test.ts"), "utf8");

describe("each thing that the vocabulary says is spoken with a stub of an invented API", () => {
  test.each(items)("%s: %s", (_, fixture, has) => {
    const api = apis.get(fixture);
    expect(api && has(api)).toBeTruthy();
    expect(spoken).toContain(`client("${fixture}"`);
  });

  test("no invented API is there for nothing", () => {
    expect(ids.filter((id) => !items.some(([, fixture]) => fixture === id))).toEqual([]);
  });
});

function auth(has: (credential: JobDeclaration["auth"][number]) => unknown): Has {
  return (api) => api.auth.some(has);
}
