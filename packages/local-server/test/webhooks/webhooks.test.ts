import { createHmac } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { type Answer, type Call, clientOf, untilEnded } from "../support/client.js";
import { type Receiver, runReceiver } from "../support/receiver.js";
import {
  faultyWorker,
  form,
  pixel,
  runServer,
  type RunningServer,
  sample,
} from "../support/running-server.js";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const secret = "0123456789abcdef";

async function serve(options: Parameters<typeof runServer>[0] = {}): Promise<RunningServer> {
  const server = await runServer(options, { workerPath: faultyWorker });
  cleanups.push(() => server.close());
  return server;
}

async function listen(...how: Parameters<typeof runReceiver>): Promise<Receiver> {
  const receiver = await runReceiver(...how);
  cleanups.push(() => receiver.close());
  return receiver;
}

const caller = (server: RunningServer): ((call: Call) => Promise<Answer>) =>
  clientOf(server, "convert-fast", { "x-fast-api-key": "alice" });

async function convert(
  server: RunningServer,
  fields: Record<string, string>,
  file = pixel(),
): Promise<string> {
  const { status, body } = await caller(server)({
    operation: "createJob",
    path: "/convert",
    form: form({ file, targetFormat: "jpg", webhookSecret: secret, ...fields }),
  });
  expect(status, JSON.stringify(body)).toBe(202);
  const id = body["id"] as string;
  await untilEnded(
    () => caller(server)({ operation: "getJob", path: `/convert/job/${id}` }),
    ({ status: word }) => word !== "Queued" && word !== "Running",
  );
  await server.deliverWebhooks();
  return id;
}

describe("convert.fast", () => {
  it("is told of a success with the documented fields, a signature and a URL that takes no key", async () => {
    const server = await serve();
    const receiver = await listen();
    const id = await convert(server, { webhookUrl: `${receiver.url}/hook?a=1` });
    const [request] = receiver.received;
    expect(receiver.received).toHaveLength(1);
    expect(request).toMatchObject({ method: "POST", path: "/hook?a=1" });
    const payload = JSON.parse(request?.body ?? "") as { output: { downloadUrl: string } };
    expect(payload).toEqual({
      event: "job.succeeded",
      eventId: expect.stringMatching(/^[0-9a-f]{32}$/),
      jobId: id,
      jobType: "convert",
      site: "convert.fast",
      status: "Succeeded",
      deliveryAttempt: 1,
      output: {
        fileName: "made.jpg",
        contentType: "image/jpeg",
        fileCount: 1,
        downloadUrl: expect.stringContaining("signature="),
        expiresAt: "2026-04-13T06:32:04.250Z",
      },
      metrics: { inputBytes: 69, outputBytes: 4, creditCost: 1, processingTimeMs: 0 },
      completedAt: "2026-04-13T05:32:04.250Z",
    });
    const signature = createHmac("sha256", secret)
      .update(request?.body ?? "")
      .digest("hex");
    expect(request?.headers["x-fast-signature"]).toBe(`sha256=${signature}`);
    const file = await fetch(payload.output.downloadUrl);
    expect(await file.text()).toBe("made");
  });

  it("is told of a failure where it was asked for", async () => {
    const server = await serve();
    const receiver = await listen();
    const webhookUrl = receiver.url;
    await convert(server, { webhookUrl, webhookEvents: "succeeded" }, pixel("encrypted.png"));
    expect(receiver.received).toEqual([]);
    await convert(server, { webhookUrl, webhookEvents: "failed" });
    expect(receiver.received).toEqual([]);
    await convert(server, { webhookUrl, webhookEvents: "failed" }, pixel("encrypted.png"));
    expect(JSON.parse(receiver.received[0]?.body ?? "")).toMatchObject({
      event: "job.failed",
      status: "Failed",
      output: null,
      error: { code: "convert.input_encrypted", detail: "It needs a password." },
    });
  });

  it("is told again with growing waits, as the same event, until it takes it", async () => {
    const server = await serve();
    const receiver = await listen((_request, index) => ({ status: index < 2 ? 500 : 200 }));
    await convert(server, { webhookUrl: receiver.url });
    const attempts = (): number[] => receiver.received.map(({ body }) => JSON.parse(body).deliveryAttempt);
    expect(attempts()).toEqual([1]);
    server.clock.now += 4_999;
    await server.deliverWebhooks();
    expect(attempts()).toEqual([1]);
    server.clock.now += 1;
    await server.deliverWebhooks();
    expect(attempts()).toEqual([1, 2]);
    server.clock.now += 30_000;
    await server.deliverWebhooks();
    server.clock.now += 86_400_000;
    await server.deliverWebhooks();
    expect(attempts()).toEqual([1, 2, 3]);
    expect(new Set(receiver.received.map(({ body }) => JSON.parse(body).eventId)).size).toBe(1);
  });

  it("is given up after six attempts", async () => {
    const server = await serve();
    const receiver = await listen(() => ({ status: 503 }));
    await convert(server, { webhookUrl: receiver.url });
    for (let hour = 0; hour < 12; hour += 1) {
      server.clock.now += 3_600_000;
      await server.deliverWebhooks();
    }
    expect(receiver.received).toHaveLength(6);
  });

  it("is told after a restart what it did not take before", async () => {
    const server = await serve();
    const down = await runReceiver();
    const port = Number(new URL(down.url).port);
    await down.close();
    const id = await convert(server, { webhookUrl: `http://127.0.0.1:${port}/` });
    await server.restart();
    const receiver = await listen();
    // The receiver is back under another port; what matters here is that the delivery is still there.
    await server.database.updateTable("job").set({ webhookUrl: receiver.url }).where("id", "=", id).execute();
    server.clock.now += 5_000;
    await server.deliverWebhooks();
    expect(JSON.parse(receiver.received[0]?.body ?? "{}").jobId).toBe(id);
  });

  it("is not followed to another place", async () => {
    const server = await serve();
    const elsewhere = await listen();
    const receiver = await listen(() => ({ status: 307, headers: { location: elsewhere.url } }));
    await convert(server, { webhookUrl: receiver.url });
    expect(receiver.received).toHaveLength(1);
    expect(elsewhere.received).toEqual([]);
  });

  it("is not called for a job that was deleted", async () => {
    const server = await serve();
    const receiver = await listen(() => ({ status: 500 }));
    const id = await convert(server, { webhookUrl: receiver.url });
    await caller(server)({ operation: "deleteJob", path: `/convert/job/${id}`, method: "DELETE" });
    server.clock.now += 3_600_000;
    await server.deliverWebhooks();
    expect(receiver.received).toHaveLength(1);
  });
});

describe("AnchorGrid", () => {
  const submit = async (server: RunningServer, webhook_url: string): Promise<[string, Answer]> => {
    const call = clientOf(server, "anchorgrid", { "x-api-key": "alice" });
    const { body: document } = await call({
      operation: "uploadDocument",
      path: "/v1/documents",
      form: form({ file: await sample("plan1.pdf", "encrypted.pdf") }),
    });
    const { body } = await call({
      operation: "detectDoors",
      path: "/v1/drawings/detection/doors",
      json: { document_id: document["document_id"], webhook_url },
    });
    const path = `/v1/jobs/${body["job_id"]}`;
    const job = (): Promise<Answer> => call({ operation: "getJob", path });
    await untilEnded(job, ({ status }) => status === "failed");
    await server.deliverWebhooks();
    return [body["job_id"] as string, await job()];
  };

  it("tells the whole job, and the job that it was told", async () => {
    const server = await serve();
    const receiver = await listen();
    const [id, job] = await submit(server, receiver.url);
    expect(JSON.parse(receiver.received[0]?.body ?? "")).toMatchObject({
      id,
      status: "failed",
      error_code: "PDF_ENCRYPTED",
    });
    expect(job.body).toMatchObject({
      webhook_url: receiver.url,
      webhook_delivered_at: "2026-04-13T05:32:04.250Z",
    });
  });

  it("tells nobody on the free plan", async () => {
    const server = await serve({ tier: "free" });
    const receiver = await listen();
    const [, job] = await submit(server, receiver.url);
    expect(receiver.received).toEqual([]);
    expect(job.body).toMatchObject({ tier: "free", webhook_url: receiver.url, webhook_delivered_at: null });
  });

  it("refuses hosts that it was not allowed to call", async () => {
    const server = await serve({ webhookHosts: ["hooks.example.com", "*.example.org"] });
    const call = clientOf(server, "anchorgrid", { "x-api-key": "alice" });
    const refusal = async (webhook_url: string): Promise<unknown> => {
      const json = { document_id: "7c9e6679-7425-40de-944b-e07fc1f90ae7", webhook_url };
      const answer = await call({ operation: "detectDoors", path: "/v1/drawings/detection/doors", json });
      return answer.body["detail"].code;
    };
    expect(await refusal("https://evil.example/x")).toBe("VALIDATION_ERROR");
    expect(await refusal("http://hooks.example.com/x")).toBe("VALIDATION_ERROR");
    expect(await refusal("file:///etc/passwd")).toBe("VALIDATION_ERROR");
    expect(await refusal("https://example.org/x")).toBe("VALIDATION_ERROR");
    // These come as far as the document, which is not there.
    expect(await refusal("https://hooks.example.com/x")).toBe("DOCUMENT_NOT_FOUND");
    expect(await refusal("https://a.example.org/x")).toBe("DOCUMENT_NOT_FOUND");
    expect(await refusal("http://localhost:9/x")).toBe("DOCUMENT_NOT_FOUND");
  });
});
