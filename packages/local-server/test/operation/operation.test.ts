import { afterEach, describe, expect, it } from "vitest";
import { type Answer, type Call, clientOf, untilEnded } from "../support/client.js";
import { faultyWorker, form, pixel, runServer, type RunningServer } from "../support/running-server.js";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function serve(options: Parameters<typeof runServer>[0] = {}): Promise<RunningServer> {
  const server = await runServer(options, { workerPath: faultyWorker });
  cleanups.push(() => server.close());
  return server;
}

const caller = (server: RunningServer): ((call: Call) => Promise<Answer>) =>
  clientOf(server, "convert-fast", { "x-fast-api-key": "the-secret-key" });
const submit = (server: RunningServer, file: File = pixel(), headers = {}): Promise<Answer> =>
  caller(server)({
    operation: "createJob",
    path: "/convert",
    form: form({ file, targetFormat: "jpg" }),
    headers,
  });
const untilStatus = (server: RunningServer, id: unknown, wanted: string): Promise<Answer> =>
  untilEnded(
    () => caller(server)({ operation: "getJob", path: `/convert/job/${String(id)}` }),
    ({ status }) => status === wanted,
  );

it("says that it is well, without a key and in spite of faults", async () => {
  const server = await serve({ key: "k", faults: ["error"] });
  const response = await fetch(`${server.url}/healthz`);
  expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
});

it("counts jobs, requests and times for Prometheus", async () => {
  const server = await serve();
  const { body } = await submit(server);
  await untilStatus(server, body["id"], "Succeeded");
  const failed = await submit(server, pixel("encrypted.png"));
  await untilStatus(server, failed.body["id"], "Failed");
  const metrics = async (): Promise<string> => (await fetch(`${server.url}/metrics`)).text();
  await expect
    .poll(metrics)
    .toContain('docjobs_job_duration_seconds_count{api="convert-fast",kind="convert",state="failed"} 1');
  const response = await fetch(`${server.url}/metrics`);
  const text = await response.text();
  expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=/);
  expect(text).toContain('docjobs_jobs{api="convert-fast",state="succeeded"} 1');
  expect(text).toContain('docjobs_jobs{api="convert-fast",state="failed"} 1');
  expect(text).toContain('docjobs_jobs{api="convert-fast",state="queued"} 0');
  expect(text).toContain("docjobs_queue_length 0");
  expect(text).toContain('docjobs_http_requests_total{method="POST",route="/convert",status="202"} 2');
  // Ids are no label: each would be a series of its own.
  expect(text).not.toContain(body["id"]);
});

describe("the log", () => {
  it("has requests and jobs as JSON lines, and neither keys nor signatures", async () => {
    const server = await serve({ logLevel: "info" });
    const { body } = await submit(server);
    await untilStatus(server, body["id"], "Succeeded");
    await fetch(`${server.url}/_objects/abc?signature=0123456789abcdef&expires=1`);
    // A job's end shows to callers before it is logged, and requests are logged after their answer.
    for (const text of ["/_objects/abc", "job ended"])
      await expect.poll(() => server.log.some((line) => line.includes(text))).toBe(true);
    const entries = server.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries).toContainEqual(
      expect.objectContaining({ msg: "request", method: "POST", path: "/convert", status: 202 }),
    );
    expect(entries).toContainEqual(
      expect.objectContaining({ msg: "job ended", jobId: body["id"], state: "succeeded" }),
    );
    const text = server.log.join("\n");
    expect(text).not.toContain("the-secret-key");
    expect(text).not.toContain("0123456789abcdef");
  });

  it("has nothing of that at the level warn", async () => {
    const server = await serve({ logLevel: "warn" });
    await submit(server);
    expect(server.log).toEqual([]);
  });
});

describe("a server that drains", () => {
  it("refuses new jobs with 503 and Retry-After, answers the rest, and lets jobs end", async () => {
    const server = await serve();
    const { body } = await submit(server, pixel(), { "x-docjobs-fault": "slow-job=700" });
    await untilStatus(server, body["id"], "Running");
    const stopped = server.stop(30_000);
    const refused = await submit(server);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "10"]);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(503);
    expect((await untilStatus(server, body["id"], "Running")).status).toBe(200);
    await stopped;
    await server.restart();
    expect((await untilStatus(server, body["id"], "Succeeded")).body["status"]).toBe("Succeeded");
  });

  it("leaves a job that takes longer for the next start, and starts no queued one", async () => {
    const server = await serve();
    const { body } = await submit(server, pixel("wait.png"));
    await untilStatus(server, body["id"], "Running");
    const from = performance.now();
    await server.stop(200);
    expect(performance.now() - from).toBeLessThan(5000);
    await server.restart();
    const again = await untilStatus(server, body["id"], "Running");
    expect(again.body).toMatchObject({ id: body["id"], status: "Running" });
  });
});
