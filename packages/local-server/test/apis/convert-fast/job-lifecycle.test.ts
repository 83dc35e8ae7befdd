import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientOf, untilEnded, type Answer, type Call } from "../../support/client.js";
import { faultyWorker, form, pixel, runServer, type RunningServer } from "../../support/running-server.js";

let server: RunningServer;
let call: (call: Call) => Promise<Answer>;

async function start(options: Parameters<typeof runServer>[0]): Promise<void> {
  server = await runServer(options, { workerPath: faultyWorker });
  call = clientOf(server, "convert-fast", { "x-fast-api-key": "alice" });
}
afterEach(() => server.close());

async function submit(file = pixel()): Promise<string> {
  const { body } = await call({
    operation: "createJob",
    path: "/convert",
    form: form({ file, targetFormat: "jpg" }),
  });
  return body["id"] as string;
}

const get = (id: string): Promise<Answer> => call({ operation: "getJob", path: `/convert/job/${id}` });
const cancel = (id: string): Promise<Answer> =>
  call({ operation: "cancelJob", path: `/convert/job/${id}/cancel`, method: "POST" });
const remove = (id: string): Promise<Answer> =>
  call({ operation: "deleteJob", path: `/convert/job/${id}`, method: "DELETE" });
const download = (id: string): Promise<Answer> =>
  call({ operation: "downloadOutput", path: `/convert/job/${id}/download` });
const untilStatus = (id: string, status: string): Promise<Answer> =>
  untilEnded(
    () => get(id),
    (body) => body["status"] === status,
  );

describe("a queued job", () => {
  beforeEach(() => start({ queueDelayMs: 3_600_000 }));

  it("may be asked for 30 times at once, then once a second", async () => {
    const id = await submit();
    for (let asked = 0; asked < 30; asked += 1) expect((await get(id)).status).toBe(200);
    const refused = await get(id);
    expect([refused.status, refused.body["error"]]).toEqual([429, "rate_limited"]);
    expect(refused.headers.get("retry-after")).toBe("1");
    // Another job has its own count.
    expect((await get(await submit())).status).toBe(200);
    server.clock.now += 1000;
    expect([(await get(id)).status, (await get(id)).status]).toEqual([200, 429]);
  });

  it("is not ready, not deletable, and can be canceled once", async () => {
    const id = await submit();
    expect((await get(id)).body).toMatchObject({ status: "Queued", output: null, error: null });
    const early = await download(id);
    expect([early.status, early.body]).toEqual([
      409,
      { error: "jobs.not_ready", detail: "Job is still processing or waiting to start." },
    ]);
    const refused = await remove(id);
    expect([refused.status, refused.body["error"]]).toEqual([409, "jobs.not_deletable"]);

    const canceled = await cancel(id);
    expect([canceled.status, canceled.headers.get("location")]).toEqual([202, `/convert/job/${id}`]);
    expect(canceled.headers.get("content-length")).toBe("0");
    expect((await get(id)).body).toMatchObject({ status: "Canceled", output: null });
    const again = await cancel(id);
    expect([again.status, again.body["error"]]).toEqual([409, "jobs.not_cancellable"]);
    expect((await download(id)).body["error"]).toBe("jobs.not_ready");
    expect((await remove(id)).status).toBe(204);
    expect((await get(id)).body).toEqual({ error: "jobs.not_found", detail: null });
  });

  it("is another account's to nobody, and unknown where it is", async () => {
    const id = await submit();
    const bob = clientOf(server, "convert-fast", { "x-fast-api-key": "bob" });
    for (const [operation, path, method] of [
      ["getJob", `/convert/job/${id}`, "GET"],
      ["downloadOutput", `/convert/job/${id}/download`, "GET"],
      ["cancelJob", `/convert/job/${id}/cancel`, "POST"],
      ["deleteJob", `/convert/job/${id}`, "DELETE"],
    ] as const) {
      const foreign = await bob({ operation, path, method });
      expect([foreign.status, foreign.body["error"]]).toEqual([403, "jobs.forbidden"]);
      const unknown = await bob({ operation, path: path.replace(id, "0".repeat(32)), method });
      expect([unknown.status, unknown.body]).toEqual([404, { error: "jobs.not_found", detail: null }]);
    }
    const dashed = id.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
    expect((await get(dashed)).body["id"]).toBe(id);
  });

  it("takes one of 18 places; the nineteenth submit waits", async () => {
    const ids = [];
    for (let job = 0; job < 18; job += 1) ids.push(await submit());
    const over = await call({
      operation: "createJob",
      path: "/convert",
      form: form({ file: pixel(), targetFormat: "jpg" }),
    });
    expect([over.status, over.body["error"]]).toEqual([429, "queue.limit_exceeded"]);
    expect(Number(over.headers.get("retry-after"))).toBeGreaterThan(0);
    await cancel(ids[0] ?? "");
    expect(await submit()).toBeTruthy();
  });

  it("accepts a cancel with the content type of a form, as PowerShell sends it", async () => {
    const id = await submit();
    const answer = await call({
      operation: "cancelJob",
      path: `/convert/job/${id}/cancel`,
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect(answer.status).toBe(202);
  });
});

describe("a running job", () => {
  beforeEach(() => start({}));

  it("reports progress and stops when it is canceled", async () => {
    const id = await submit(pixel("wait.png"));
    const running = await untilEnded(
      () => get(id),
      (body) => body["progress"].phase !== null,
    );
    expect(running.body).toMatchObject({ status: "Running", progress: { percent: 40, phase: "Waiting" } });
    expect((await remove(id)).body["error"]).toBe("jobs.not_deletable");
    expect((await cancel(id)).status).toBe(202);
    expect((await get(id)).body["status"]).toBe("Canceled");
    // The thread is free again.
    expect((await untilStatus(await submit(), "Succeeded")).status).toBe(200);
    expect((await get(id)).body["status"]).toBe("Canceled");
  });

  it("that brings its thread down fails, and the server goes on", async () => {
    const ids = [await submit(pixel("crash.png")), await submit(pixel("throw.png"))];
    for (const id of ids) {
      const { body } = await untilStatus(id, "Failed");
      expect(body["error"]).toMatchObject({ code: "convert.failed", detail: expect.stringMatching(/\w/) });
    }
    expect((await untilStatus(await submit(), "Succeeded")).body["output"]).toMatchObject({ fileCount: 1 });
    const account = await call({ operation: "getEntitlements", path: "/convert/entitlements/me" });
    expect(account.body["totalCredits"]).toBe(11_999);
  });
});

describe("an output", () => {
  beforeEach(() => start({}));

  it("is gone after an hour: 410, and null in the status", async () => {
    const id = await submit();
    await untilStatus(id, "Succeeded");
    expect((await download(id)).status).toBe(200);
    server.clock.now += 3_600_000;
    const gone = await download(id);
    expect([gone.status, gone.body["error"]]).toEqual([410, "jobs.expired"]);
    expect((await get(id)).body).toMatchObject({ status: "Succeeded", output: null });
    await server.sweep();
    expect((await download(id)).status).toBe(410);
    expect((await remove(id)).status).toBe(204);
  });

  it("is kept for as long as the server was told", async () => {
    const id = await submit();
    await untilStatus(id, "Succeeded");
    await server.restart({ retentionMs: 1000 });
    call = clientOf(server, "convert-fast", { "x-fast-api-key": "alice" });
    const second = await submit();
    await untilStatus(second, "Succeeded");
    server.clock.now += 1000;
    expect((await download(second)).status).toBe(410);
    expect((await download(id)).status).toBe(200);
  });
});
