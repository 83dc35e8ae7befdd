import { afterAll, beforeAll, expect, it } from "vitest";
import { type Answer, type Call, clientOf, untilEnded } from "../support/client.js";
import { faultyWorker, form, pixel, runServer, type RunningServer } from "../support/running-server.js";

let server: RunningServer;
let call: (call: Call) => Promise<Answer>;

beforeAll(async () => {
  server = await runServer({}, { workerPath: faultyWorker, timeLimitMs: 5000 });
  call = clientOf(server, "convert-fast", { "x-fast-api-key": "alice" });
});
afterAll(() => server.close());

async function submit(name: string): Promise<string> {
  const file = pixel(name);
  const { body } = await call({
    operation: "createJob",
    path: "/convert",
    form: form({ file, targetFormat: "jpg" }),
  });
  return `/convert/job/${body["id"]}`;
}

function ended(path: string): Promise<Answer> {
  return untilEnded(
    () => call({ operation: "getJob", path }),
    ({ status }) => status === "Succeeded" || status === "Failed",
  );
}

it("ends a job that hangs when its time is up, gives its credit back, and goes on with the others", async () => {
  const hung = await submit("block.png");
  await untilEnded(
    () => call({ operation: "getJob", path: hung }),
    ({ status }) => status === "Running",
  );
  // More than there are threads: some come after the hung one.
  const others = await Promise.all(Array.from({ length: 8 }, (_, index) => submit(`fine.${index}.png`)));
  expect((await ended(hung)).body).toMatchObject({
    status: "Failed",
    error: { code: "convert.time_limit_exceeded", detail: expect.stringContaining("5 s") },
  });
  for (const path of others) expect((await ended(path)).body["status"]).toBe("Succeeded");
  const account = await call({ operation: "getEntitlements", path: "/convert/entitlements/me" });
  expect(account.body["totalCredits"]).toBe(12_000 - others.length);
});

it("ends a job that takes its thread with it, and goes on with the others", async () => {
  const crashed = await submit("crash.png");
  const other = await submit("fine.png");
  expect((await ended(crashed)).body).toMatchObject({ status: "Failed", error: { code: "convert.failed" } });
  expect((await ended(other)).body["status"]).toBe("Succeeded");
});
