import { openAsBlob } from "node:fs";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Answer, type Call, clientOf, untilEnded } from "../support/client.js";
import {
  faultyWorker,
  form,
  pixel,
  runServer,
  type RunningServer,
  sample,
} from "../support/running-server.js";

let server: RunningServer;
let free: RunningServer;
let grid: (call: Call) => Promise<Answer>;

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "docjobs-rare-"));
  server = await runServer({}, { workerPath: faultyWorker });
  free = await runServer({ tier: "free" }, { workerPath: faultyWorker });
  grid = clientOf(server, "anchorgrid", { "x-api-key": "alice" });
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
  await server.close();
  await free.close();
});

const unknownId = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const submits = [
  ["detectDoors", "/v1/drawings/detection/doors"],
  ["detectElevations", "/v1/drawings/detection/elevation"],
  ["extractSchedules", "/v1/drawings/schedules"],
  ["classifyPages", "/v1/drawings/classify"],
  ["parseSpec", "/v1/specs/parse/document"],
] as const;

async function upload(call: (call: Call) => Promise<Answer>): Promise<string> {
  const file = await sample("plan1.pdf");
  const { body } = await call({ operation: "uploadDocument", path: "/v1/documents", form: form({ file }) });
  return body["document_id"] as string;
}

/** A file of zeros that takes no room on the disk. */
async function emptyFile(sizeBytes: number): Promise<File> {
  const path = join(directory, "large.bin");
  await writeFile(path, "");
  await truncate(path, sizeBytes);
  return new File([await openAsBlob(path)], "large.bin");
}

it("AnchorGrid's submits refuse a document that is not there, and a body that is none", async () => {
  for (const [operation, path] of submits) {
    const unknown = await grid({ operation, path, json: { document_id: unknownId } });
    expect([unknown.status, unknown.body["detail"].code]).toEqual([404, "DOCUMENT_NOT_FOUND"]);
    const wrong = await grid({ operation, path, json: {} });
    expect([wrong.status, wrong.body["detail"].code]).toEqual([422, "VALIDATION_ERROR"]);
  }
});

it("AnchorGrid's submits are refused when the free plan is used up", async () => {
  const call = clientOf(free, "anchorgrid", { "x-api-key": "alice" });
  const document_id = await upload(call);
  const page_numbers = Array.from({ length: 25 }, (_, page) => page + 1);
  const last = await call({
    operation: submits[0][0],
    path: submits[0][1],
    json: { document_id, page_numbers },
  });
  expect(last.status).toBe(202);
  for (const [operation, path] of submits) {
    free.clock.now += 60_000;
    const refused = await call({ operation, path, json: { document_id } });
    expect([refused.status, refused.body["detail"].code]).toEqual([402, "FREE_TIER_LIMIT_REACHED"]);
  }
});

it("AnchorGrid extracts no content when the free plan is used up", async () => {
  const real = await runServer({ tier: "free" });
  try {
    const call = clientOf(real, "anchorgrid", { "x-api-key": "alice" });
    const file = await sample("spec-table.pdf");
    const document = await call({
      operation: "uploadDocument",
      path: "/v1/documents",
      form: form({ file }),
    });
    const { document_id } = document.body;
    const parse = await call({
      operation: "parseSpec",
      path: "/v1/specs/parse/document",
      json: { document_id },
    });
    const { job_id } = parse.body;
    const parsed = await untilEnded(
      () => call({ operation: "getJob", path: `/v1/jobs/${job_id}` }),
      ({ status }) => status === "complete" || status === "failed",
    );
    const codes = parsed.body["result"].divisions.map(
      ({ division_code }: { division_code: string }) => division_code,
    );
    const extract = (): Promise<Answer> =>
      call({
        operation: "extractContent",
        path: "/v1/specs/content-extract",
        json: { job_id, division_codes: codes },
      });
    expect((await extract()).status).toBe(202);
    // 48 of the 50 credits are left, and two are the price of a page.
    const page_numbers = Array.from({ length: 24 }, (_, page) => page + 1);
    const last = await call({
      operation: submits[0][0],
      path: submits[0][1],
      json: { document_id, page_numbers },
    });
    expect(last.status).toBe(202);
    const refused = await extract();
    expect([refused.status, refused.body["detail"].code]).toEqual([402, "FREE_TIER_LIMIT_REACHED"]);
  } finally {
    await real.close();
  }
});

it("AnchorGrid's free plan takes 50 MB", async () => {
  const call = clientOf(free, "anchorgrid", { "x-api-key": "bob" });
  const file = new File([Buffer.alloc(50 * 1024 ** 2 + 1)], "large.pdf");
  const refused = await call({ operation: "uploadDocument", path: "/v1/documents", form: form({ file }) });
  expect([refused.status, refused.body["detail"].code]).toEqual([413, "FILE_TOO_LARGE"]);
});

it("an AnchorGrid job whose document has gone from the server's disk ends with URL_UNREACHABLE", async () => {
  const slow = await runServer({ queueDelayMs: 3_600_000 }, { workerPath: faultyWorker });
  try {
    const call = clientOf(slow, "anchorgrid", { "x-api-key": "alice" });
    const { body } = await call({
      operation: "extractSchedules",
      path: "/v1/drawings/schedules",
      json: { document_id: await upload(call) },
    });
    await rm(join(slow.dataDirectory, "files"), { recursive: true });
    slow.clock.now += 3_600_000;
    await slow.restart({ queueDelayMs: 0 });
    const again = clientOf(slow, "anchorgrid", { "x-api-key": "alice" });
    const job = await untilEnded(
      () => again({ operation: "getJob", path: `/v1/jobs/${body["job_id"]}` }),
      ({ status }) => status === "failed",
    );
    expect(job.body["error_code"]).toBe("URL_UNREACHABLE");
  } finally {
    await slow.close();
  }
});

it.each([
  ["crash", "INTERNAL_ERROR"],
  ["corrupt", "PDF_CORRUPT"],
])("an AnchorGrid job whose engine says %s ends with %s", async (name, code) => {
  const file = await sample("plan1.pdf", `${name}.pdf`);
  const document = await grid({ operation: "uploadDocument", path: "/v1/documents", form: form({ file }) });
  const { body } = await grid({
    operation: "detectDoors",
    path: "/v1/drawings/detection/doors",
    json: { document_id: document.body["document_id"] },
  });
  const job = await untilEnded(
    () => grid({ operation: "getJob", path: `/v1/jobs/${body["job_id"]}` }),
    ({ status }) => status === "failed",
  );
  expect(job.body).toMatchObject({ error_code: code, result: null });
});

it("LDX hub's uploads need a name, and to be there", async () => {
  const castdoc = clientOf(server, "castdoc", { authorization: "Bearer alice" });
  const nameless = await castdoc({ operation: "createUpload", path: "/uploads", json: {} });
  expect(nameless.status).toBe(400);
  const path = `/uploads/${"0".repeat(32)}`;
  const unknown = await castdoc({ operation: "appendUpload", path, method: "PUT", json: { data: "YQ==" } });
  expect(unknown.status).toBe(404);
  const large = await castdoc({
    operation: "uploadFile",
    path: "/files",
    form: form({ file: await emptyFile(203 * 1024 ** 2) }),
  });
  expect([large.status, large.body["code"]]).toEqual([413, "too_large"]);
  const renderocr = clientOf(server, "renderocr", { authorization: "Bearer alice" });
  const jobs = await renderocr({ operation: "listJobs", path: "/renderocr/jobs" });
  expect(jobs).toMatchObject({ status: 200, body: { data: [] } });
});

it("convert.fast gives a part of an output", async () => {
  const call = clientOf(server, "convert-fast", { "x-fast-api-key": "alice" });
  const { body } = await call({
    operation: "createJob",
    path: "/convert",
    form: form({ file: pixel(), targetFormat: "jpg" }),
  });
  const path = `/convert/job/${body["id"]}`;
  await untilEnded(
    () => call({ operation: "getJob", path }),
    ({ status }) => status === "Succeeded",
  );
  const part = await fetch(`${server.url}${path}/download`, {
    headers: { "x-fast-api-key": "alice", range: "bytes=1-2" },
  });
  expect([part.status, await part.text()]).toEqual([206, "ad"]);
});
