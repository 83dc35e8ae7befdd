import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Call, clientOf, untilEnded } from "../support/client.js";
import { bodyOf, type RawAnswer, rawRequest } from "../support/raw-request.js";
import { faultyWorker, form, pixel, runServer, type RunningServer } from "../support/running-server.js";

let server: RunningServer;
let call: (call: Call) => Promise<Answer>;
const key = { "x-fast-api-key": "alice" };

beforeAll(async () => {
  server = await runServer({}, { workerPath: faultyWorker });
  call = clientOf(server, "convert-fast", key);
});
afterAll(() => server.close());

const submit = (fault?: string, file: File = pixel()): Promise<Answer> =>
  call({
    operation: "createJob",
    path: "/convert",
    form: form({ file, targetFormat: "jpg" }),
    ...(fault === undefined ? {} : { headers: { "x-docjobs-fault": fault } }),
  });
const status = (id: string, fault?: string): Promise<Answer> =>
  call({
    operation: "getJob",
    path: `/convert/job/${id}`,
    ...(fault === undefined ? {} : { headers: { "x-docjobs-fault": fault } }),
  });
const ended = ({ status: word }: Answer["body"]): boolean => !["Queued", "Running"].includes(word as string);
const raw = (path: string, fault: string, waitMs?: number): Promise<RawAnswer> =>
  rawRequest(
    server.url,
    [`GET ${path} HTTP/1.1`, "x-fast-api-key: alice", `x-docjobs-fault: ${fault}`],
    waitMs === undefined ? {} : { waitMs },
  );

async function doneJob(): Promise<string> {
  const { body } = await submit();
  await untilEnded(() => status(body["id"] as string), ended);
  return body["id"] as string;
}

it("answers later with delay, and correctly", async () => {
  const from = performance.now();
  const answer = await call({
    operation: "getEntitlements",
    path: "/convert/entitlements/me",
    headers: { "x-docjobs-fault": "delay=150" },
  });
  expect(performance.now() - from).toBeGreaterThanOrEqual(149);
  expect(answer.status).toBe(200);
});

it("answers 429 with Retry-After in each API's own words", async () => {
  const ask = async (path: string): Promise<[number, string | null, unknown]> => {
    const headers = { "x-docjobs-fault": "rate-limit=7" };
    const response = await fetch(server.url + path, { headers });
    return [response.status, response.headers.get("retry-after"), await response.json()];
  };
  expect(await ask("/convert/conversions")).toMatchObject([429, "7", { error: "rate_limited" }]);
  expect(await ask("/castdoc/jobs")).toMatchObject([429, "7", { status: 429, code: "rate_limited" }]);
  expect(await ask("/v1/jobs/x")).toMatchObject([
    429,
    "7",
    { detail: { code: "RATE_LIMITED" }, retry_after_seconds: 7 },
  ]);
});

it("answers the asked-for server error, and stores no job", async () => {
  const before = await call({ operation: "getEntitlements", path: "/convert/entitlements/me" });
  const refused = await submit("error=503");
  expect([refused.status, refused.body["error"]]).toEqual([503, "internal_error"]);
  const after = await call({ operation: "getEntitlements", path: "/convert/entitlements/me" });
  expect(after.body["totalCredits"]).toBe(before.body["totalCredits"]);
});

it("resets the connection after the job was stored", async () => {
  const before = await call({ operation: "getEntitlements", path: "/convert/entitlements/me" });
  await expect(submit("reset")).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
  const after = await call({ operation: "getEntitlements", path: "/convert/entitlements/me" });
  expect(after.body["totalCredits"]).toBe((before.body["totalCredits"] as number) - 1);
});

describe("what goes out", () => {
  it("is half a body under the full length with truncate, and the connection ends", async () => {
    const answer = await raw("/convert/conversions", "truncate");
    const { body, announcedBytes } = bodyOf(answer);
    expect(answer.end).toBe("closed");
    expect(announcedBytes).toBeGreaterThan(100);
    expect(body).toHaveLength(Math.floor(announcedBytes / 2));
  });

  it("is half a file as well", async () => {
    const answer = await raw(`/convert/job/${await doneJob()}/download`, "truncate");
    expect(bodyOf(answer)).toEqual({ body: "ma", announcedBytes: 4 });
  });

  it("is half a body and then nothing with stall, on an open connection", async () => {
    const answer = await raw("/convert/conversions", "stall", 400);
    const { body, announcedBytes } = bodyOf(answer);
    expect(answer.end).toBe("open");
    expect(body).toHaveLength(Math.floor(announcedBytes / 2));
  });

  it("has a length that is off with wrong-length", async () => {
    const path = `/convert/job/${await doneJob()}/download`;
    expect(bodyOf(await raw(path, "wrong-length"))).toEqual({ body: "made", announcedBytes: 5 });
    expect(bodyOf(await raw(path, "wrong-length=-3"))).toEqual({ body: "made", announcedBytes: 1 });
  });

  it("is the API's answer for something expired", async () => {
    const id = await doneJob();
    const gone = await call({
      operation: "downloadOutput",
      path: `/convert/job/${id}/download`,
      headers: { "x-docjobs-fault": "expired" },
    });
    expect([gone.status, gone.body["error"]]).toEqual([410, "jobs.expired"]);
    const file = await fetch(`${server.url}/files/x/content`, { headers: { "x-docjobs-fault": "expired" } });
    expect(file.status).toBe(404);
    const object = await fetch(`${server.url}/_objects/x`, { headers: { "x-docjobs-fault": "expired" } });
    expect(object.status).toBe(403);
  });

  it("has a status word that nobody knows, for one request", async () => {
    const id = await doneJob();
    const response = await fetch(`${server.url}/convert/job/${id}`, {
      headers: { ...key, "x-docjobs-fault": "status=thawing" },
    });
    expect(await response.json()).toMatchObject({ id, status: "thawing", progress: { percent: 100 } });
    expect((await status(id)).body["status"]).toBe("Succeeded");
  });
});

describe("a job", () => {
  it("fails with the code that was asked for, and gives the credits back", async () => {
    const { body } = await submit("failed-job=convert.on_purpose");
    const job = await untilEnded(() => status(body["id"] as string), ended);
    expect(job.body).toMatchObject({ status: "Failed", error: { code: "convert.on_purpose" }, output: null });
  });

  it("is slow without keeping others from running, and can be canceled", async () => {
    const slow = await Promise.all([1, 2, 3].map(() => submit("slow-job=3600000")));
    const [first] = slow.map(({ body }) => body["id"] as string);
    await doneJob();
    const running = await status(first ?? "");
    expect(running.body["status"]).toBe("Running");
    await call({ operation: "cancelJob", path: `/convert/job/${first}/cancel`, method: "POST" });
    expect((await status(first ?? "")).body["status"]).toBe("Canceled");
  });
});

it("refuses a header that it does not understand with 400 and the kinds", async () => {
  const refused = await submit("explode");
  expect([refused.status, refused.body["error"]]).toEqual([400, "request.invalid_parameter"]);
  expect(refused.body["detail"]).toMatch(/no fault "explode".*delay=ms.*failed-job=code/);
});

it("lets a server be started with faults for all, and with none that make no sense", async () => {
  const faulty = await runServer({ faults: ["error=502;count=1;path=/convert/*"] });
  try {
    const asked = async (path: string): Promise<number> =>
      (await fetch(faulty.url + path, { headers: key })).status;
    expect(await asked("/castdoc/engines")).toBe(200);
    expect(await asked("/convert/conversions")).toBe(502);
    expect(await asked("/convert/conversions")).toBe(200);
  } finally {
    await faulty.close();
  }
  await expect(runServer({ faults: ["delay=soon"] })).rejects.toThrow(/delay takes.*Faults: /);
});

it("closes at once while an answer stalls", async () => {
  const stalling = await runServer();
  const client = rawRequest(stalling.url, [
    "GET /castdoc/engines HTTP/1.1",
    "x-docjobs-fault: stall, delay=3600000",
  ]);
  const from = performance.now();
  await stalling.close();
  expect(performance.now() - from).toBeLessThan(5000);
  expect((await client).end).not.toBe("open");
});
