import { afterEach, expect, it } from "vitest";
import { type Answer, type Call, clientOf, untilEnded } from "../../support/client.js";
import {
  faultyWorker,
  form,
  pixel,
  runServer,
  type RunningServer,
  sample,
} from "../../support/running-server.js";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function serve(options: Parameters<typeof runServer>[0]): Promise<RunningServer> {
  const server = await runServer(options, { workerPath: faultyWorker });
  cleanups.push(() => server.close());
  return server;
}

type Caller = (call: Call) => Promise<Answer>;

const caller = (server: RunningServer, key: string): Caller =>
  clientOf(server, "convert-fast", { "x-fast-api-key": key });
const submit = (call: Caller, file: File = pixel(), targetFormat = "jpg"): Promise<Answer> =>
  call({ operation: "createJob", path: "/convert", form: form({ file, targetFormat }) });
const entitlements = async (call: Caller): Promise<Answer["body"]> =>
  (await call({ operation: "getEntitlements", path: "/convert/entitlements/me" })).body;

it("takes no job where as many wait as the server holds, whosever they are", async () => {
  const server = await serve({ maxQueued: 2 });
  const [alice, bob] = [caller(server, "alice"), caller(server, "bob")];
  const first = await submit(alice, pixel("wait.png"));
  expect(first.status).toBe(202);
  expect((await submit(alice, pixel("wait.png"))).status).toBe(202);
  const refused = await submit(bob);
  expect([refused.status, refused.body["error"], refused.headers.get("retry-after")]).toEqual([
    429,
    "queue.pool_saturated",
    "5",
  ]);
  expect(await entitlements(bob)).toMatchObject({ totalCredits: 12_000 });
  const path = `/convert/job/${first.body["id"]}/cancel`;
  expect((await alice({ operation: "cancelJob", path, method: "POST" })).status).toBe(202);
  expect((await submit(bob)).status).toBe(202);
});

it("tells the other APIs' clients so too", async () => {
  const server = await serve({ maxQueued: 0 });
  const grid = clientOf(server, "anchorgrid", { "x-api-key": "alice" });
  const file = await sample("plan1.pdf");
  const document = await grid({ operation: "uploadDocument", path: "/v1/documents", form: form({ file }) });
  const { document_id } = document.body;
  const doors = { operation: "detectDoors", path: "/v1/drawings/detection/doors", json: { document_id } };
  const refusedDoors = await grid(doors);
  expect([refusedDoors.status, refusedDoors.body]).toMatchObject([429, { retry_after_seconds: 5 }]);
  const castdoc = clientOf(server, "castdoc", { authorization: "Bearer alice" });
  const uploaded = await castdoc({ operation: "uploadFile", path: "/files", form: form({ file }) });
  const json = { engine: "ki/cast", file_id: uploaded.body["file_id"], output_format: "docx" };
  const refused = await castdoc({ operation: "createJob", path: "/castdoc/jobs", json });
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "5"]);
});

it("takes as many jobs of an account a day as it is told to, and says what is left", async () => {
  const server = await serve({ dailyJobs: 2 });
  const alice = caller(server, "alice");
  expect(await entitlements(alice)).toMatchObject({ tier: "free", dailyLimit: 2, dailyUsed: 0 });
  const first = await submit(alice);
  expect([first.status, (await submit(alice)).status]).toEqual([202, 202]);
  // Neither its end nor a restart gives a use back.
  const path = `/convert/job/${first.body["id"]}`;
  await untilEnded(
    () => alice({ operation: "getJob", path }),
    ({ status }) => status === "Succeeded",
  );
  expect((await alice({ operation: "deleteJob", path, method: "DELETE" })).status).toBe(204);
  await server.restart();
  const again = caller(server, "alice");
  const refused = await submit(again);
  expect([refused.status, refused.body["error"]]).toEqual([402, "usage.daily_limit_exceeded"]);
  expect(await entitlements(again)).toMatchObject({
    dailyUsed: 2,
    resetDate: "2026-04-14T00:00:00.000Z",
    totalCredits: 11_998,
  });
  expect((await submit(caller(server, "bob"))).status).toBe(202);
  server.clock.now = Date.parse("2026-04-14T00:00:00Z");
  expect(await entitlements(again)).toMatchObject({ dailyUsed: 0, resetDate: "2026-04-15T00:00:00.000Z" });
  expect((await submit(again)).status).toBe(202);
});

it("has no daily limit unless it is told one", async () => {
  const server = await serve({});
  expect(await entitlements(caller(server, "alice"))).toMatchObject({
    tier: "pro",
    dailyLimit: null,
    dailyUsed: null,
    resetDate: null,
  });
});

it.each(["song.mp3", "scan.PDF", "archive.zip"])("refuses a picture named %s", async (name) => {
  const server = await serve({});
  const refused = await submit(caller(server, "alice"), pixel(name));
  expect([refused.status, refused.body["error"]]).toEqual([400, "request.invalid_extension"]);
  expect(refused.body["detail"]).toContain(name.slice(name.indexOf(".")).toLowerCase());
});

it("refuses a PDF that is named as a picture", async () => {
  const server = await serve({});
  const refused = await submit(caller(server, "alice"), await sample("report.pdf", "report.png"), "jpg");
  expect([refused.status, refused.body["error"]]).toEqual([400, "request.invalid_extension"]);
});

it.each(["plan.jpeg", "plan.tif", "plan", "plan.v2", "plan.upload", ".png"])(
  "takes a picture named %s by its content",
  async (name) => {
    const server = await serve({});
    expect((await submit(caller(server, "alice"), pixel(name), "webp")).status).toBe(202);
  },
);
