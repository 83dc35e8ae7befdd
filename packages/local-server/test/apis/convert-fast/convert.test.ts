import { afterAll, beforeAll, describe, expect, it } from "vitest";
import sharp from "sharp";
import { clientOf, untilEnded, type Answer, type Call } from "../../support/client.js";
import {
  faultyWorker,
  form,
  pixel,
  runServer,
  sample,
  type RunningServer,
} from "../../support/running-server.js";

let server: RunningServer;
let call: (call: Call) => Promise<Answer>;

beforeAll(async () => {
  server = await runServer();
  call = clientOf(server, "convert-fast", { "x-fast-api-key": "alice" });
});
afterAll(() => server.close());

const submit = (fields: Record<string, string | File>, query = ""): Promise<Answer> =>
  call({ operation: "createJob", path: `/convert${query}`, form: form(fields) });

const ended = (body: Answer["body"]): boolean => !["Queued", "Running"].includes(body["status"]);
const jobOf = (id: string): Promise<Answer> =>
  untilEnded(() => call({ operation: "getJob", path: `/convert/job/${id}` }), ended);
const download = (id: string): Promise<Response> =>
  fetch(`${server.url}/convert/job/${id}/download`, { headers: { "x-fast-api-key": "alice" } });

describe("a conversion", () => {
  it("goes from the submit to the picture", async () => {
    const accepted = await submit({
      file: await sample("report-1.png", "document.png"),
      targetFormat: "jpg",
    });
    expect(accepted.status).toBe(202);
    expect(accepted.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/),
      status: "Queued",
      creditCost: 1,
    });
    const { body } = await jobOf(accepted.body["id"]);
    const file = await download(accepted.body["id"]);
    const bytes = Buffer.from(await file.arrayBuffer());
    expect(body).toEqual({
      id: accepted.body["id"],
      status: "Succeeded",
      progress: { percent: 100, phase: null },
      metrics: { inputBytes: 288554, outputBytes: bytes.length, creditCost: 1 },
      error: null,
      output: { fileName: "document.jpg", contentType: "image/jpeg", fileCount: 1 },
    });
    expect(file.headers.get("content-type")).toBe("image/jpeg");
    expect(file.headers.get("content-disposition")).toBe('attachment; filename="document.jpg"');
    expect(await sharp(bytes).metadata()).toMatchObject({ format: "jpeg", width: 1654, height: 2339 });
  });

  it("packs the pages of a PDF into a ZIP with the documented name", async () => {
    const { body } = await submit({ targetFormat: "png", file: await sample("report.pdf") });
    const job = await jobOf(body["id"]);
    expect(job.body["output"]).toEqual({
      fileName: "convert.fast-pdf-to-png-report-3-outputs.zip",
      contentType: "application/zip",
      fileCount: 3,
    });
    const file = await download(body["id"]);
    expect(file.headers.get("content-type")).toBe("application/zip");
    expect(
      Buffer.from(await file.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe("PK");
  });

  it("takes the target from the query, other names of a format, and options of the pair's own schema", async () => {
    const options = JSON.stringify({
      resize: { enabled: true, preset: "custom", mode: "pixels", value: 100 },
    });
    const { body } = await submit({ file: await sample("report-1.png"), options }, "?targetFormat=JPEG");
    const job = await jobOf(body["id"]);
    expect(job.body["output"]).toMatchObject({ fileName: "report-1.jpg" });
    const bytes = Buffer.from(await (await download(body["id"])).arrayBuffer());
    expect(await sharp(bytes).metadata()).toMatchObject({ height: 100 });
  });

  it("goes by the content, not by the name", async () => {
    const { body } = await submit({ file: pixel("lies.bmp"), targetFormat: "png" });
    expect(body).toMatchObject({ error: "convert.unsupported_format_pair", sourceFormat: "png" });
  });

  it("fails in the job with code and text when the file is damaged, and gives the credits back", async () => {
    const own = clientOf(server, "convert-fast", { "x-fast-api-key": "carol" });
    const cut = Buffer.from(await (await sample("report-1.png")).arrayBuffer()).subarray(0, 2000);
    const { body } = await own({
      operation: "createJob",
      path: "/convert",
      form: form({ file: new File([cut], "cut.png"), targetFormat: "jpg" }),
    });
    const job = await untilEnded(
      () => own({ operation: "getJob", path: `/convert/job/${body["id"]}` }),
      ended,
    );
    expect(job.body).toMatchObject({
      status: "Failed",
      error: { code: "convert.input_corrupt", detail: expect.stringMatching(/\w/) },
      output: null,
    });
    const account = await own({ operation: "getEntitlements", path: "/convert/entitlements/me" });
    expect(account.body).toMatchObject({ totalCredits: 12_000, tier: "pro" });
  });
});

describe("a submit is refused", () => {
  const code = async (fields: Record<string, string | File>): Promise<[number, unknown]> => {
    const { status, body } = await submit(fields);
    return [status, body["error"]];
  };

  it("for what is missing, empty or not convertible, with the documented codes", async () => {
    const file = pixel();
    expect(await code({ targetFormat: "jpg" })).toEqual([400, "request.no_files"]);
    expect(await code({ file: new File([], "a.png"), targetFormat: "jpg" })).toEqual([
      400,
      "request.empty_file",
    ]);
    expect(await code({ file })).toEqual([400, "convert.missing_target_format"]);
    expect(await code({ file, targetFormat: "jpg", options: "{" })).toEqual([
      400,
      "request.invalid_parameter",
    ]);
    expect(await code({ file, targetFormat: "jpg", options: '{"dpi":"x"}' })).toEqual([
      400,
      "request.invalid_parameter",
    ]);
    expect(await code({ file, targetFormat: "jpg", outputUrl: "https://a.example/x" })).toEqual([
      400,
      "url_fetch.output_url_reserved",
    ]);
    expect(await code({ file, targetFormat: "jpg", inputUrl: "https://a.example/x" })).toEqual([
      400,
      "url_fetch.mutually_exclusive",
    ]);
    const pair = await submit({ file, targetFormat: "mp3" });
    expect(pair.status).toBe(400);
    expect(pair.body).toMatchObject({
      error: "convert.unsupported_format_pair",
      sourceFormat: "png",
      targetFormat: "mp3",
      supportedTargets: ["jpg", "webp", "tiff", "gif", "avif", "bmp"],
    });
    const source = await submit({ file: new File(["hello"], "note.xyz"), targetFormat: "jpg" });
    expect(source.body).toMatchObject({
      error: "convert.unsupported_source_format",
      sourceFormat: "xyz",
      supportedTargets: [],
    });
  });

  it("for a content type that is neither multipart nor JSON", async () => {
    for (const contentType of ["text/plain", "application/x-www-form-urlencoded"]) {
      const answer = await call({
        operation: "createJob",
        path: "/convert",
        method: "POST",
        headers: { "content-type": contentType },
        json: {},
      });
      expect([answer.status, answer.body["error"]]).toEqual([400, "request.invalid_content_type"]);
    }
  });

  it("for URLs that are wrong, private or not allowed", async () => {
    const json = { targetFormat: "jpg", sourceFormat: "png" };
    const cases: [json: object, code: string][] = [
      [{ ...json, inputUrl: "nonsense" }, "url_fetch.invalid_url"],
      [{ ...json, inputUrl: "http://example.com/a.png" }, "url_fetch.invalid_scheme"],
      [{ ...json, inputUrl: "https://[::ffff:10.1.2.3]/a.png" }, "url_fetch.private_ip"],
      [{ ...json, inputUrl: "https://10.1.2.3/a.png" }, "url_fetch.private_ip"],
      [{ ...json, inputUrl: "https://example.com/a.png" }, "url_fetch.http_error"],
      [{ targetFormat: "jpg", inputUrl: "https://example.com/a.png" }, "request.invalid_parameter"],
      [
        { ...json, targetFormat: "mp3", inputUrl: "https://example.com/a.png" },
        "convert.unsupported_format_pair",
      ],
      [{ inputUrl: "https://example.com/a.png" }, "convert.missing_target_format"],
      [json, "request.no_files"],
      [{ ...json, targetFormat: 7 }, "request.invalid_parameter"],
    ];
    for (const [body, wanted] of cases) {
      const answer = await call({ operation: "createJob", path: "/convert", json: body });
      expect([answer.status, answer.body["error"]]).toEqual([400, wanted]);
    }
  });

  it("for webhooks that are not as documented, with the first mistake named", async () => {
    const file = pixel();
    const webhookSecret = "0123456789abcdef";
    const cases: [fields: Record<string, string>, text: RegExp][] = [
      [{ webhookUrl: "http://hooks.example.com/x", webhookSecret }, /HTTPS/],
      [{ webhookUrl: "https://10.0.0.1/x", webhookSecret }, /IP address/],
      [{ webhookUrl: "https://a.internal/x", webhookSecret }, /\.internal/],
      [{ webhookSecret }, /need a webhookUrl/],
      [
        { webhookUrl: "https://hooks.example.com/x", webhookSecret },
        /--allow-webhook-host hooks.example.com/,
      ],
      [{ webhookUrl: "http://127.0.0.1:9/x" }, /webhookSecret/],
      [{ webhookUrl: "http://localhost:9/x", webhookSecret: "short" }, /16/],
      [{ webhookUrl: "http://localhost:9/x", webhookSecret, webhookEvents: "all" }, /succeeded/],
    ];
    for (const [fields, text] of cases) {
      const { status, body } = await submit({ file, targetFormat: "jpg", ...fields });
      expect([status, body["error"]]).toEqual([400, "request.invalid_parameter"]);
      expect(body["detail"]).toMatch(text);
    }
  });

  it("without a key, with 401", async () => {
    const anonymous = clientOf(server, "convert-fast", {});
    const answer = await anonymous({
      operation: "createJob",
      path: "/convert",
      form: form({ file: pixel() }),
    });
    expect([answer.status, answer.body["error"]]).toEqual([401, "api_key.invalid_or_ip_not_allowed"]);
    const discovery = await anonymous({ operation: "listConversions", path: "/convert/conversions" });
    expect(discovery.status).toBe(401);
  });

  it("when the credits do not reach, and charges nothing", async () => {
    const own = await runServer({ queueDelayMs: 3_600_000 }, { workerPath: faultyWorker });
    try {
      const mine = clientOf(own, "convert-fast", { "x-fast-api-key": "poor" });
      await mine({ operation: "getEntitlements", path: "/convert/entitlements/me" });
      await own.database.updateTable("account").set({ credits: 1 }).execute();
      const convert = (): Promise<Answer> =>
        mine({
          operation: "createJob",
          path: "/convert",
          form: form({ file: pixel(), targetFormat: "jpg" }),
        });
      expect((await convert()).status).toBe(202);
      const refused = await convert();
      expect([refused.status, refused.body["error"]]).toEqual([402, "entitlements.insufficient_credits"]);
      const account = await mine({ operation: "getEntitlements", path: "/convert/entitlements/me" });
      expect(account.body["totalCredits"]).toBe(0);
    } finally {
      await own.close();
    }
  });
});

describe("discovery", () => {
  it("lists conversions, each with a schema and a price", async () => {
    const { body } = await call({ operation: "listConversions", path: "/convert/conversions" });
    expect(body["conversions"]).toContainEqual({
      from: "pdf",
      to: "jpg",
      job: "document.pdf-to-jpg",
      category: "document",
    });
    const schema = await call({ operation: "getSchema", path: "/convert/schema/png/jpg" });
    expect(schema.headers.get("content-type")).toContain("application/schema+json");
    expect(schema.body).toMatchObject({ $comment: "image.png-to-jpg", type: "object" });
    const all = await call({ operation: "listSchemas", path: "/convert/schema" });
    expect(Object.keys(all.body["$defs"])).toHaveLength(body["conversions"].length);
    const path = "/convert/estimate/png/jpg?fileSizeBytes=10333959";
    const estimate = await call({ operation: "estimateCost", path });
    expect(estimate.body).toMatchObject({ job: "image.png-to-jpg", estimatedCredits: 10 });
  });

  it("says what is wrong with a pair or a number", async () => {
    const unknown = await call({ operation: "getSchema", path: "/convert/schema/png/mp3" });
    expect([unknown.status, unknown.body["error"]]).toEqual([400, "convert.unsupported_format_pair"]);
    const path = "/convert/estimate/png/jpg?fileSizeBytes=many";
    const estimate = await call({ operation: "estimateCost", path });
    expect([estimate.status, estimate.body["error"]]).toEqual([400, "request.invalid_parameter"]);
  });
});
