import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientOf, untilEnded, type Answer, type Call } from "../../support/client.js";
import {
  faultyWorker,
  form,
  pixel,
  runServer,
  sample,
  samplePath,
  type RunningServer,
} from "../../support/running-server.js";

let server: RunningServer;
let call: (call: Call) => Promise<Answer>;

beforeAll(async () => {
  server = await runServer();
  call = clientOf(server, "anchorgrid", { "x-api-key": "alice" });
});
afterAll(() => server.close());

const upload = (file: File, as = call): Promise<Answer> =>
  as({ operation: "uploadDocument", path: "/v1/documents", form: form({ file }) });
const getJob = (id: string, as = call): Promise<Answer> =>
  as({ operation: "getJob", path: `/v1/jobs/${id}` });
const ended = (body: Answer["body"]): boolean => ["complete", "failed", "cancelled"].includes(body["status"]);
const untilDone = (id: string, as = call): Promise<Answer> => untilEnded(() => getJob(id, as), ended);

async function submit(operation: string, path: string, json: object, as = call): Promise<Answer> {
  return as({ operation, path, json });
}

describe("documents", () => {
  it("are counted, kept for 30 days and downloadable without a key for 15 minutes", async () => {
    const { status, body } = await upload(await sample("report.pdf"));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      original_filename: "report.pdf",
      file_size_bytes: 63226,
      page_count: 3,
      mime_type: "application/pdf",
      uploaded_at: "2026-04-13T05:32:04.250Z",
      expires_at: "2026-05-13T05:32:04.250Z",
      download_url_expires_in_seconds: 900,
    });
    const url = body["download_url"] as string;
    const download = await fetch(url);
    expect(download.headers.get("content-type")).toBe("application/pdf");
    expect(Buffer.from(await download.arrayBuffer()).equals(await readFile(samplePath("report.pdf")))).toBe(
      true,
    );

    expect((await fetch(url.replace(/expires=\d+/, "expires=9999999999999"))).status).toBe(403);
    expect((await fetch(url.replace(/name=[^&]+/, "name=other.pdf"))).status).toBe(403);
    const shown = await call({ operation: "getDocument", path: `/v1/documents/${body["document_id"]}` });
    expect(shown.body).toMatchObject({ document_id: body["document_id"], page_count: 3 });
    const bob = clientOf(server, "anchorgrid", { "x-api-key": "bob" });
    const foreign = await bob({ operation: "getDocument", path: `/v1/documents/${body["document_id"]}` });
    expect([foreign.status, foreign.body["detail"].code]).toEqual([404, "DOCUMENT_NOT_FOUND"]);
  });

  it("are refused when they are no PDF, empty, damaged, or no file at all", async () => {
    const whole = await readFile(samplePath("report.pdf"));
    const bad = [pixel("a.pdf"), new File([], "empty.pdf"), new File([whole.subarray(0, 600)], "cut.pdf")];
    for (const file of bad) {
      const { status, body } = await upload(file);
      expect([status, body["detail"].code]).toEqual([422, "VALIDATION_ERROR"]);
    }
    const json = await call({ operation: "uploadDocument", path: "/v1/documents", json: { file: "x" } });
    expect([json.status, json.body["detail"].code]).toEqual([422, "VALIDATION_ERROR"]);
  });
});

describe("jobs", () => {
  it("find the doors of a plan", async () => {
    const { body: document } = await upload(await sample("plan1.pdf"));
    const accepted = await submit("detectDoors", "/v1/drawings/detection/doors", {
      document_id: document["document_id"],
    });
    const id = accepted.body["job_id"] as string;
    expect(accepted.status).toBe(202);
    expect(accepted.body).toEqual({ job_id: id, status: "queued", poll_url: `/v1/jobs/${id}` });
    const { body } = await untilDone(id);
    const truth = JSON.parse(await readFile(samplePath("plan1.json"), "utf8")) as unknown[];
    expect(body).toMatchObject({
      id,
      status: "complete",
      model: "door-detector",
      model_version: "door-detector-v1.0.0",
      cached: false,
      queued_at: "2026-04-13T05:32:04.250Z",
      input_page_count: 1,
      input_file_size_bytes: 19145,
      progress: "Complete",
      error_code: null,
      result: { document_id: document["document_id"], doors_found: truth.length, pages_analyzed: 1 },
    });
    const pdf = await fetch(body["pdf_url"] as string);
    expect(pdf.headers.get("content-disposition")).toBe('attachment; filename="plan1.pdf"');
    const late = await call({ operation: "cancelJob", path: `/v1/jobs/${id}`, method: "DELETE" });
    expect([late.status, late.body["detail"].code]).toEqual([409, "JOB_NOT_CANCELLABLE"]);
  });

  it("parse a manual's table of contents and then extract the sections that are named", async () => {
    const { body: document } = await upload(await sample("spec-leader.pdf"));
    const parse = await submit("parseSpec", "/v1/specs/parse/document", {
      document_id: document["document_id"],
    });
    expect(parse.body["estimated_processing_seconds"]).toBeGreaterThan(0);
    const tocId = parse.body["job_id"] as string;
    const extract = (json: object): Promise<Answer> =>
      submit("extractContent", "/v1/specs/content-extract", { job_id: tocId, ...json });
    const toc = await untilDone(tocId);
    const divisions = toc.body["result"].divisions as {
      division_code: string;
      sections: { section_code: string }[];
    }[];
    expect(divisions.length).toBeGreaterThan(5);

    const accepted = await extract({ section_codes: ["03 30 00"], division_codes: ["01"] });
    const { body } = await untilDone(accepted.body["job_id"]);
    expect(body).toMatchObject({
      status: "complete",
      model: "content-extractor",
      result: { source_job_id: tocId },
    });
    const codes = body["result"].sections.map(({ section_code: code }: { section_code: string }) => code);
    const first = divisions.find(({ division_code: code }) => code === "01")?.sections ?? [];
    expect(codes).toEqual(["033000", ...first.map(({ section_code: code }) => code)]);
    expect(body["result"].sections[0].text).toMatch(/\w{4}/);

    const invalid = await extract({ section_codes: ["0330"] });
    expect([invalid.status, invalid.body["detail"].code]).toEqual([422, "INVALID_SECTION_CODE"]);
    for (const json of [{ section_codes: ["999999"] }, { division_codes: ["49"] }]) {
      const none = await extract(json);
      expect([none.status, none.body["detail"].code]).toEqual([422, "NO_SECTIONS_RESOLVED"]);
    }
    const nothing = await extract({});
    expect([nothing.status, nothing.body["detail"].code]).toEqual([422, "VALIDATION_ERROR"]);
    // A content-extractor job has no table of contents.
    const wrongKind = await extract({ job_id: accepted.body["job_id"], section_codes: ["033000"] });
    expect([wrongKind.status, wrongKind.body["detail"].code]).toEqual([422, "VALIDATION_ERROR"]);
    const bob = clientOf(server, "anchorgrid", { "x-api-key": "bob" });
    const foreign = await submit(
      "extractContent",
      "/v1/specs/content-extract",
      { job_id: tocId, section_codes: ["033000"] },
      bob,
    );
    expect([foreign.status, foreign.body["detail"].code]).toEqual([404, "JOB_NOT_FOUND"]);
  });

  it.each([
    ["elevation-detector", "detectElevations", "/v1/drawings/detection/elevation", { elevations: [] }],
    ["schedule-extractor", "extractSchedules", "/v1/drawings/schedules", { schedules: [] }],
    [
      "page-classifier",
      "classifyPages",
      "/v1/drawings/classify",
      { pages: [{ page_number: 1, drawing_type: "FLOOR_PLAN" }] },
    ],
  ])("read a plan: %s", async (model, operation, path, found) => {
    const { body: document } = await upload(await sample("plan1.pdf"));
    const accepted = await submit(operation, path, {
      document_id: document["document_id"],
      page_numbers: [1],
    });
    expect(accepted.status).toBe(202);
    const { body } = await untilDone(accepted.body["job_id"]);
    expect(body).toMatchObject({ model, status: "complete", result: { ...found, pages_analyzed: 1 } });
    const named = model === "page-classifier" ? undefined : document["document_id"];
    expect(body["result"]["document_id"]).toBe(named);
  });

  it("are refused for an unknown document, a wrong body, or a webhook", async () => {
    const { body: document } = await upload(await sample("plan1.pdf"));
    const id = document["document_id"] as string;
    const doors = (json: object): Promise<Answer> =>
      submit("detectDoors", "/v1/drawings/detection/doors", json);
    const cases: [json: object, status: number, code: string][] = [
      [{ document_id: "7c9e6679-7425-40de-944b-e07fc1f90ae7" }, 404, "DOCUMENT_NOT_FOUND"],
      [{ document_id: "nonsense" }, 422, "VALIDATION_ERROR"],
      [{}, 422, "VALIDATION_ERROR"],
      [{ document_id: id, page_numbers: ["1"] }, 422, "VALIDATION_ERROR"],
      [{ document_id: id, page_numbers: [] }, 422, "VALIDATION_ERROR"],
      [{ document_id: id, webhook_url: "https://hooks.example.com/x" }, 422, "VALIDATION_ERROR"],
    ];
    for (const [json, status, code] of cases) {
      const answer = await doors(json);
      expect([answer.status, answer.body["detail"].code]).toEqual([status, code]);
    }
    const anonymous = clientOf(server, "anchorgrid", {});
    const refused = await anonymous({
      operation: "detectDoors",
      path: "/v1/drawings/detection/doors",
      json: {},
    });
    expect([refused.status, refused.body["detail"].code]).toEqual([401, "UNAUTHORIZED"]);
  });
});

describe("a queued job", () => {
  it("has every documented field, can be cancelled by its account, and is the same 404 to all others", async () => {
    const own = await runServer({ queueDelayMs: 3_600_000 }, { workerPath: faultyWorker });
    try {
      const mine = clientOf(own, "anchorgrid", { "x-api-key": "alice" });
      const { body: document } = await upload(await sample("plan1.pdf"), mine);
      const json = { document_id: document["document_id"] };
      const accepted = await submit("parseSpec", "/v1/specs/parse/document", json, mine);
      const id = accepted.body["job_id"] as string;
      const queued = await getJob(id, mine);
      expect(queued.body).toEqual({
        id,
        status: "queued",
        model: "toc-parser",
        model_version: "toc-parser-v1.0.0",
        tier: "enterprise",
        cached: false,
        cached_from_job_id: null,
        queued_at: "2026-04-13T05:32:04.250Z",
        processing_started_at: null,
        completed_at: null,
        processing_time_ms: null,
        input_page_count: 1,
        input_file_size_bytes: 19145,
        input_source: "document",
        progress: "Queued",
        result: null,
        error_code: null,
        webhook_url: null,
        webhook_delivered_at: null,
        expires_at: "2026-05-13T05:32:04.250Z",
        pdf_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:/),
      });
      const early = await submit(
        "extractContent",
        "/v1/specs/content-extract",
        { job_id: id, section_codes: ["033000"] },
        mine,
      );
      expect([early.status, early.body["detail"].code]).toEqual([422, "VALIDATION_ERROR"]);

      const bob = clientOf(own, "anchorgrid", { "x-api-key": "bob" });
      const path = `/v1/jobs/${id}`;
      const foreign = await bob({ operation: "cancelJob", path, method: "DELETE" });
      const unknown = await mine({
        operation: "getJob",
        path: "/v1/jobs/7c9e6679-7425-40de-944b-e07fc1f90ae7",
      });
      expect([foreign.status, foreign.body]).toEqual([404, unknown.body]);
      expect((await getJob("nonsense", mine)).body).toEqual(unknown.body);

      const cancelled = await mine({ operation: "cancelJob", path, method: "DELETE" });
      expect(cancelled.body).toEqual({ job_id: id, status: "cancelled" });
      expect((await getJob(id, mine)).body).toMatchObject({ status: "cancelled", progress: "Cancelled" });
      own.clock.now += 30 * 24 * 3_600_000;
      expect((await getJob(id, mine)).body).toEqual(unknown.body);
    } finally {
      await own.close();
    }
  });
});
