import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientOf, untilEnded, type Answer, type Call } from "../../support/client.js";
import {
  faultyWorker,
  form,
  pixel,
  runServer,
  sample,
  type RunningServer,
} from "../../support/running-server.js";

const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

let server: RunningServer;
let castdoc: (call: Call) => Promise<Answer>;
let renderocr: (call: Call) => Promise<Answer>;

beforeAll(async () => {
  server = await runServer();
  castdoc = clientOf(server, "castdoc", { authorization: "Bearer alice" });
  renderocr = clientOf(server, "renderocr", { authorization: "Bearer alice" });
});
afterAll(() => server.close());

async function upload(call: (call: Call) => Promise<Answer>, file: File): Promise<string> {
  const { body } = await call({ operation: "uploadFile", path: "/files", form: form({ file }) });
  return body["file_id"] as string;
}

const ended = (body: Answer["body"]): boolean =>
  body["status"] === "completed" || body["status"] === "failed";

describe("CastDoc", () => {
  it("lists its engines without a key", async () => {
    const anonymous = clientOf(server, "castdoc", {});
    const { status, body } = await anonymous({ operation: "listEngines", path: "/castdoc/engines" });
    expect(status).toBe(200);
    expect(body["data"][0]).toMatchObject({
      id: "ki/cast",
      provider: "ki",
      supported_conversions: expect.arrayContaining([{ from: "pdf", to: "docx" }]),
    });
  });

  it("turns a PDF into a Word file, and the client gets it after one waiting request", async () => {
    const fileId = await upload(castdoc, await sample("report.pdf"));
    const accepted = await castdoc({
      operation: "createJob",
      path: "/castdoc/jobs",
      json: { engine: "ki/cast", file_id: fileId, output_format: "docx" },
    });
    expect(accepted.status).toBe(202);
    expect(accepted.body).toMatchObject({
      file_id: fileId,
      engine: "ki/cast",
      status: "queued",
      progress: 0,
    });
    expect(accepted.body).not.toHaveProperty("output_file_id");

    const path = `/castdoc/jobs/${accepted.body["job_id"]}`;
    const { body } = await castdoc({ operation: "getJob", path: `${path}?wait=10` });
    expect(body).toMatchObject({
      status: "completed",
      progress: 100,
      completed_at: "2026-04-13T05:32:04Z",
      expires_at: "2026-04-14T05:32:04Z",
      usage: { input_pages: 3 },
    });
    expect(body).not.toHaveProperty("error");

    const download = await fetch(`${server.url}/files/${body["output_file_id"]}/content`, {
      headers: { authorization: "Bearer alice" },
    });
    expect(download.headers.get("content-type")).toBe(docxType);
    expect(download.headers.get("content-disposition")).toBe('attachment; filename="report.docx"');
    const bytes = Buffer.from(await download.arrayBuffer());
    expect(bytes.subarray(0, 2).toString()).toBe("PK");
  });

  it("fails a truncated PDF in the job, with code, text and the request's id", async () => {
    const whole = Buffer.from(await (await sample("report.pdf")).arrayBuffer());
    const fileId = await upload(castdoc, new File([whole.subarray(0, 700)], "cut.pdf"));
    const { body } = await castdoc({
      operation: "createJob",
      path: "/castdoc/jobs",
      json: { engine: "ki/cast", file_id: fileId, output_format: "docx" },
    });
    const job = await castdoc({ operation: "getJob", path: `/castdoc/jobs/${body["job_id"]}?wait=10` });
    expect(job.body).toMatchObject({
      status: "failed",
      error: {
        code: "document_corrupt",
        message: expect.stringMatching(/\w/),
        request_id: expect.stringMatching(/\w/),
      },
    });
    expect(job.body).not.toHaveProperty("output_file_id");
  });

  it("refuses an engine, a format, a file or an input that it does not have", async () => {
    const pdf = await upload(castdoc, await sample("plan1.pdf"));
    const png = await upload(castdoc, pixel());
    const opened = await castdoc({
      operation: "createUpload",
      path: "/uploads",
      json: { filename: "a.pdf" },
    });
    const good = { engine: "ki/cast", file_id: pdf, output_format: "docx" };
    const cases: [json: object, code: string, text: RegExp][] = [
      [{ ...good, engine: "ki/other" }, "unknown_engine", /ki\/cast/],
      [{ ...good, output_format: "odt" }, "unsupported_output_format", /docx/],
      [{ ...good, file_id: "0".repeat(32) }, "file_not_found", /Upload/],
      [{ ...good, file_id: png }, "unsupported_input", /png/],
      [{ ...good, file_id: opened.body["file_id"] }, "empty_file", /empty/],
      [{ engine: "ki/cast", file_id: pdf }, "invalid_request", /output_format/],
      [[], "invalid_request", /object/],
    ];
    for (const [json, code, text] of cases) {
      const { status, body } = await castdoc({ operation: "createJob", path: "/castdoc/jobs", json });
      expect({ status, code: body["code"] }).toEqual({ status: 400, code });
      expect(body["detail"]).toMatch(text);
    }
    const broken = await castdoc({
      operation: "createJob",
      path: "/castdoc/jobs",
      method: "POST",
      headers: { "content-type": "application/json" },
    });
    expect(broken.status).toBe(400);
  });

  it("answers 401 without a key and 404 for jobs that are unknown or another account's", async () => {
    const anonymous = clientOf(server, "castdoc", {});
    expect((await anonymous({ operation: "listJobs", path: "/castdoc/jobs" })).body).toMatchObject({
      status: 401,
      title: "Unauthorized",
    });
    const basic = clientOf(server, "castdoc", { authorization: "Basic YTpi" });
    expect((await basic({ operation: "listJobs", path: "/castdoc/jobs" })).status).toBe(401);
    const unknown = `/castdoc/jobs/${"0".repeat(32)}`;
    expect((await castdoc({ operation: "getJob", path: unknown })).status).toBe(404);
    const fileId = await upload(castdoc, await sample("plan1.pdf"));
    const json = { engine: "ki/cast", file_id: fileId, output_format: "docx" };
    const { body } = await castdoc({ operation: "createJob", path: "/castdoc/jobs", json });
    const bob = clientOf(server, "castdoc", { authorization: "Bearer bob" });
    expect((await bob({ operation: "getJob", path: `/castdoc/jobs/${body["job_id"]}` })).status).toBe(404);
    expect((await bob({ operation: "listJobs", path: "/castdoc/jobs" })).body["data"]).toEqual([]);
    expect((await bob({ operation: "createJob", path: "/castdoc/jobs", json })).status).toBe(400);
    // The other service's jobs are not this one's.
    expect((await renderocr({ operation: "getJob", path: `/renderocr/jobs/${body["job_id"]}` })).status).toBe(
      404,
    );
  });
});

describe("RenderOCR", () => {
  it("reads a scan into a Word file", async () => {
    const fileId = await upload(renderocr, await sample("report-1.png"));
    const { body } = await renderocr({
      operation: "createJob",
      path: "/renderocr/jobs",
      json: { engine: "ki/ocr", file_id: fileId, output_format: "docx", languages: ["eng"] },
    });
    const path = `/renderocr/jobs/${body["job_id"]}?wait=10`;
    const job = await untilEnded(() => renderocr({ operation: "getJob", path }), ended);
    expect(job.body).toMatchObject({ status: "completed", progress: 100 });
    const download = await fetch(`${server.url}/files/${job.body["output_file_id"]}/content`, {
      headers: { authorization: "Bearer alice" },
    });
    expect(download.headers.get("content-type")).toBe(docxType);
  }, 40_000);

  it("names its formats as the API does, and its languages", async () => {
    const { body } = await renderocr({ operation: "listEngines", path: "/renderocr/engines" });
    const [engine] = body["data"];
    expect(engine.supported_conversions.map(({ from }: { from: string }) => from)).toContain("jpeg");
    expect(engine.supported_languages).toContainEqual({ code: "eng", display_name: "English" });
  });

  it("refuses a language that it cannot read, and none", async () => {
    const fileId = await upload(renderocr, pixel());
    const json = { engine: "ki/ocr", file_id: fileId, output_format: "docx" };
    for (const [languages, code] of [
      [["xyz"], "unsupported_language"],
      [[], "missing_language"],
    ] as const) {
      const { status, body } = await renderocr({
        operation: "createJob",
        path: "/renderocr/jobs",
        json: { ...json, languages },
      });
      expect([status, body["code"]]).toEqual([400, code]);
    }
  });
});

describe("waiting", () => {
  it("answers when the job ends, at once for nonsense, and keeps lists newest first", async () => {
    const own = await runServer({ queueDelayMs: 3_600_000 }, { workerPath: faultyWorker });
    try {
      const call = clientOf(own, "castdoc", { authorization: "Bearer alice" });
      const fileId = await upload(call, await sample("plan1.pdf"));
      const ids: string[] = [];
      for (const engine of ["ki/cast", "ki/cast"]) {
        const json = { engine, file_id: fileId, output_format: "docx" };
        ids.push(
          (await call({ operation: "createJob", path: "/castdoc/jobs", json })).body["job_id"] as string,
        );
        own.clock.now += 1000;
      }
      const list = await call({ operation: "listJobs", path: "/castdoc/jobs" });
      expect(list.body["data"].map(({ job_id: id }: { job_id: string }) => id)).toEqual([...ids].reverse());

      for (const wait of ["", "?wait=0", "?wait=abc", "?wait=-5", "?wait=10x"]) {
        const startedAt = performance.now();
        const { body } = await call({ operation: "getJob", path: `/castdoc/jobs/${ids[0]}${wait}` });
        expect(body["status"]).toBe("queued");
        expect(performance.now() - startedAt).toBeLessThan(5000);
      }
      // 99 counts as 10; the job's end answers it long before.
      const waiting = call({ operation: "getJob", path: `/castdoc/jobs/${ids[1]}?wait=99` });
      own.clock.now += 3_600_000;
      await call({
        operation: "createJob",
        path: "/castdoc/jobs",
        json: { engine: "ki/cast", file_id: fileId, output_format: "docx" },
      });
      expect((await waiting).body["status"]).toBe("completed");
    } finally {
      await own.close();
    }
  });

  it("is answered at once when the server stops", async () => {
    const own = await runServer({ queueDelayMs: 3_600_000 });
    const call = clientOf(own, "castdoc", { authorization: "Bearer alice" });
    const fileId = await upload(call, await sample("plan1.pdf"));
    const json = { engine: "ki/cast", file_id: fileId, output_format: "docx" };
    const { body } = await call({ operation: "createJob", path: "/castdoc/jobs", json });
    const waiting = call({ operation: "getJob", path: `/castdoc/jobs/${body["job_id"]}?wait=10` });
    await call({ operation: "listJobs", path: "/castdoc/jobs" });
    const startedAt = performance.now();
    await own.close();
    expect((await waiting).body["status"]).toBe("queued");
    expect(performance.now() - startedAt).toBeLessThan(8000);
  });
});

describe("results", () => {
  it("expire with their job, which is unknown from then on", async () => {
    const own = await runServer({ retentionMs: 60_000 }, { workerPath: faultyWorker });
    try {
      const call = clientOf(own, "castdoc", { authorization: "Bearer alice" });
      const fileId = await upload(call, await sample("plan1.pdf"));
      const json = { engine: "ki/cast", file_id: fileId, output_format: "docx" };
      const { body } = await call({ operation: "createJob", path: "/castdoc/jobs", json });
      const path = `/castdoc/jobs/${body["job_id"]}`;
      const done = await call({ operation: "getJob", path: `${path}?wait=10` });
      const output = `/files/${done.body["output_file_id"]}`;
      expect((await call({ operation: "getFile", path: output })).status).toBe(200);
      own.clock.now += 60_000;
      expect((await call({ operation: "getJob", path })).body).toMatchObject({ code: "job_not_found" });
      expect((await call({ operation: "getFile", path: output })).status).toBe(404);
      await own.sweep();
      expect((await call({ operation: "listJobs", path: "/castdoc/jobs" })).body).toEqual({ data: [] });
    } finally {
      await own.close();
    }
  });
});
