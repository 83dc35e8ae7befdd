import { expect, test } from "vitest";
import { type JobApi, RequestRefusedError, type Submit, SubmitOutcomeUnknownError } from "../../src/index.js";
import { failure, job, setUp } from "../support/set-up.js";
import { testApi } from "../support/test-api.js";
import { json, reset } from "../support/test-server.js";

/** An API whose jobs have the ids that the client gives them. */
function ownIds(): Pick<JobApi, "kinds"> {
  const { kinds } = testApi("http://127.0.0.1");
  const convert = kinds["convert"] as (typeof kinds)[string];
  const { jobId: _, ...submit } = convert.submit;
  const chosen: Submit = {
    ...submit,
    required: [],
    method: "PUT",
    path: "/jobs/{job_id}",
    parameters: { job_id: "path" },
    idempotency: { by: "client-id", field: "job_id" },
  };
  return { kinds: { ...kinds, convert: { ...convert, submit: chosen } } };
}

const CONFLICT = json(409, { code: "exists", detail: "There is such a job." });

test("a repeat that is refused because the job is there takes the job", async () => {
  const { server, jobs } = await setUp(ownIds());
  server.on("PUT /jobs/k1", reset, CONFLICT);
  server.on("GET /jobs/k1", json(200, { ...job("working"), id: "k1" }));
  const handle = await jobs.kind("convert").submit({ file_id: "f1" }, { idempotencyKey: "k1" });
  expect(handle.id).toBe("k1");
  expect([server.seen("PUT /jobs/k1").length, server.seen("GET /jobs/k1").length]).toEqual([2, 1]);
});

test("so does the repeat of a submit that another process made", async () => {
  const { server, jobs } = await setUp(ownIds());
  server.on("PUT /jobs/k1", CONFLICT);
  server.on("GET /jobs/k1", json(200, { ...job("done", { output: { file_id: "f2" } }), id: "k1" }));
  const handle = await jobs.kind("convert").submit({ file_id: "f1" }, { idempotencyKey: "k1" });
  expect((await handle.wait()).id).toBe("k1");
  expect(server.seen("PUT /jobs/k1").length).toBe(1);
});

test("a submit whose answers are all lost has made the job that is there under its id", async () => {
  const { server, jobs } = await setUp(ownIds());
  server.on("PUT /jobs/k1", reset);
  server.on("GET /jobs/k1", json(404, {}), json(200, { ...job("queued"), id: "k1" }));
  expect((await jobs.kind("convert").submit({}, { idempotencyKey: "k1" })).id).toBe("k1");
});

test("where there is no such job, what the API said stands", async () => {
  const { server, jobs } = await setUp(ownIds());
  server.on("PUT /jobs/k1", CONFLICT);
  server.on("GET /jobs/k1", json(404, {}));
  const refused: RequestRefusedError = await failure(
    jobs.kind("convert").submit({}, { idempotencyKey: "k1" }),
  );
  expect([refused.code, refused.status, refused.providerCode]).toEqual(["request_refused", 409, "exists"]);
  server.on("PUT /jobs/k1", reset);
  const unknown = await failure(jobs.kind("convert").submit({}, { idempotencyKey: "k1" }));
  expect(unknown).toBeInstanceOf(SubmitOutcomeUnknownError);
});

test("a job of another kind under that id is somebody else's", async () => {
  const { server, jobs } = await setUp(ownIds());
  server.on("PUT /jobs/k1", CONFLICT);
  server.on("GET /jobs/k1", json(200, { ...job("working"), id: "k1", kind: "archiver" }));
  const refused = await failure(jobs.kind("convert").submit({}, { idempotencyKey: "k1" }));
  expect(refused).toBeInstanceOf(RequestRefusedError);
});

test("an id that the client has just made up is no job's: a conflict is an error, and nothing is looked for", async () => {
  const { server, jobs } = await setUp(ownIds());
  server.on("PUT /jobs/k1", CONFLICT);
  const refused = await failure(jobs.kind("convert").submit({ job_id: "k1" } as object));
  expect(refused).toBeInstanceOf(RequestRefusedError);
  expect(server.requests.length).toBe(1);
});
