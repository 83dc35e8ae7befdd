import { afterEach, expect, it } from "vitest";
import { acceptedKeys } from "../../src/http/accepted-keys.js";
import { faultyWorker, runServer, type RunningServer } from "../support/running-server.js";

let server: RunningServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function statuses(key: string): Promise<number[]> {
  const headers = { authorization: `Bearer ${key}`, "x-fast-api-key": key, "x-api-key": key };
  const paths = ["/castdoc/jobs", "/renderocr/jobs", "/files", "/convert/conversions", "/v1/jobs/none"];
  const answers = paths.map(async (path) => (await fetch((server?.url ?? "") + path, { headers })).status);
  return Promise.all(answers);
}

it("lets a limited key use its APIs only, and says so as each API does", async () => {
  const options = { key: "alice", limitedKeys: { bob: ["renderocr"], eve: ["convert-fast", "anchorgrid"] } };
  server = await runServer(options, { workerPath: faultyWorker });
  expect(await statuses("alice")).toEqual([200, 200, 200, 200, 404]);
  // The files are CastDoc's and RenderOCR's.
  expect(await statuses("bob")).toEqual([403, 200, 200, 401, 401]);
  expect(await statuses("eve")).toEqual([403, 403, 403, 200, 404]);
  expect(await statuses("mallory")).toEqual([401, 401, 401, 401, 401]);
});

it("takes no key that it was not given, even where all that it was given are limited", async () => {
  server = await runServer({ limitedKeys: { bob: ["castdoc"] } }, { workerPath: faultyWorker });
  expect(await statuses("bob")).toEqual([200, 403, 200, 401, 401]);
  expect(await statuses("alice")).toEqual([401, 401, 401, 401, 401]);
});

it("refuses a key for an API that is not here", () => {
  expect(() => acceptedKeys({ limitedKeys: { bob: ["castdoc", "faxes"] } }, ["castdoc"])).toThrow(/faxes/);
});
