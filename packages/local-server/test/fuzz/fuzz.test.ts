import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { documentedOperations } from "../completeness/operations.js";
import { type ContractJudge, openContractJudge } from "../contract/prism.js";
import { clientOf, untilEnded } from "../support/client.js";
import {
  faultyWorker,
  form,
  pixel,
  runServer,
  type RunningServer,
  sample,
} from "../support/running-server.js";
import { type FuzzRequest, fuzzRequest } from "./request-arbitrary.js";

/** Requests for each operation; DOCJOBS_TEST_FUZZ=2000 for the long run. */
const runs = Number(process.env["DOCJOBS_TEST_FUZZ"] ?? 40);
/** Another sequence of requests: DOCJOBS_TEST_FUZZ_SEED. */
const seed = Number(process.env["DOCJOBS_TEST_FUZZ_SEED"] ?? 20_260_413);

let server: RunningServer;
let judge: ContractJudge;
const known = new Map<string, unknown[]>();

beforeAll(async () => {
  judge = await openContractJudge();
  server = await runServer({}, { workerPath: faultyWorker });
  await makeResources();
});
afterAll(() => server.close());

/** Files and jobs whose ids requests can name, so that they get beyond "not found". */
async function makeResources(): Promise<void> {
  const hub = clientOf(server, "castdoc", { authorization: "Bearer alice" });
  const pdf = await sample("plan1.pdf");
  const file = await hub({ operation: "uploadFile", path: "/files", form: form({ file: pdf }) });
  const fileId = file.body["file_id"] as string;
  const upload = await hub({ operation: "createUpload", path: "/uploads", json: { filename: "a.pdf" } });
  const hubJob = await hub({
    operation: "createJob",
    path: "/castdoc/jobs",
    json: { engine: "ki/cast", file_id: fileId, output_format: "docx" },
  });
  const convert = clientOf(server, "convert-fast", { "x-fast-api-key": "alice" });
  const fields = { file: pixel(), targetFormat: "jpg" };
  const job = await convert({ operation: "createJob", path: "/convert", form: form(fields) });
  const grid = clientOf(server, "anchorgrid", { "x-api-key": "alice" });
  const document = await grid({
    operation: "uploadDocument",
    path: "/v1/documents",
    form: form({ file: pdf }),
  });
  const documentId = document.body["document_id"] as string;
  const json = { document_id: documentId };
  const doors = await grid({ operation: "detectDoors", path: "/v1/drawings/detection/doors", json });
  const gridJobId = doors.body["job_id"] as string;
  await untilEnded(
    () => grid({ operation: "getJob", path: `/v1/jobs/${gridJobId}` }),
    ({ status }) => status === "complete",
  );
  known.set("file_id", [fileId, upload.body["file_id"]]);
  known.set("id", [job.body["id"]]);
  known.set("job_id", [gridJobId, hubJob.body["job_id"]]);
  known.set("document_id", [documentId]);
  known.set("engine", ["ki/cast", "ki/ocr"]);
  known.set("output_format", ["docx", "xlsx", "pptx"]);
  known.set("languages", [["eng"], ["kor"]]);
  known.set("data", ["", "YWJj", "!!!!"]);
  known.set("targetFormat", ["jpg", "png", "mp3"]);
  known.set("sourceFormat", ["png", "pdf"]);
  known.set("from", ["png", "pdf", "xyz"]);
  known.set("to", ["jpg", "docx"]);
  known.set("inputUrl", [
    "http://127.0.0.1:9/a.png",
    "http://10.0.0.1/a.png",
    "https://[::ffff:10.0.0.1]/",
    "file:///etc/passwd",
  ]);
  known.set("webhookUrl", ["http://127.0.0.1:9/hook", "https://10.0.0.1/"]);
  known.set("webhook_url", ["http://127.0.0.1:9/hook", "https://example.com/"]);
  known.set("webhookEvents", ["succeeded", "failed,succeeded", "none"]);
  known.set("options", [{}, { resize: { enabled: true, mode: "pixels", preset: "custom", value: 5 } }]);
  known.set("file", [
    Buffer.from(await pixel().arrayBuffer()).toString("latin1"),
    "%PDF-1.7 cut",
    "",
    "PK\u0003\u0004",
  ]);
}

it.each(documentedOperations())(
  "$provider $operationId takes or refuses whatever is sent, as documented",
  { timeout: 60_000 + runs * 200 },
  async (operation) => {
    const requests = fuzzRequest(operation, (name) => known.get(name) ?? []);
    const { provider, operationId } = operation;
    await fc.assert(
      fc.asyncProperty(requests, async (request) => {
        // Limits of requests a minute are other tests' business.
        server.clock.now += 1000;
        const response = await send(request);
        const responseBody = Buffer.from(await response.arrayBuffer()).toString("utf8");
        const { status } = response;
        const responseHeaders = Object.fromEntries(response.headers);
        expect(status, responseBody).toBeLessThan(500);
        // A path that is normalised to another one is not this operation's any more.
        if (!operation.pattern.test(new URL(request.path, server.url).pathname)) return;
        const { method, path, headers: requestHeaders } = request;
        const exchange = { provider, operationId, method, path, requestHeaders, requestBody: undefined };
        const isJson = /json/.test(responseHeaders["content-type"] ?? "");
        const answer = { status, responseHeaders, responseBody: isJson ? responseBody : undefined };
        expect(judge.breaks({ ...exchange, ...answer })).toEqual([]);
        if (status >= 400) expect(JSON.parse(responseBody)).toMatchObject(errorForms[provider] ?? {});
      }),
      { seed, numRuns: runs, verbose: 1, interruptAfterTimeLimit: 55_000 + runs * 190 },
    );
  },
);

const text = expect.any(String);
const problem = { type: text, title: text, status: expect.any(Number), detail: text, code: text };
const errorForms: Readonly<Record<string, object>> = {
  castdoc: problem,
  renderocr: problem,
  "convert-fast": { error: text },
  anchorgrid: { detail: { code: text, message: text } },
};

function send({ method, path, headers, body }: FuzzRequest): Promise<Response> {
  return fetch(server.url + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: Buffer.from(body, "utf8") }),
  });
}

it("is as healthy as before, and has logged no error", async () => {
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  const errors = server.log.filter((line) => (JSON.parse(line) as { level: number }).level >= 50);
  expect(errors).toEqual([]);
  const convert = clientOf(server, "convert-fast", { "x-fast-api-key": "bob" });
  const fields = { file: pixel(), targetFormat: "jpg" };
  expect((await convert({ operation: "createJob", path: "/convert", form: form(fields) })).status).toBe(202);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
