import { expect, test } from "vitest";
import { AbortedError, type ClientOptions, type JobApi } from "../../src/index.js";
import { failure, job, setUp, type SetUp } from "../support/set-up.js";
import { testApi } from "../support/test-api.js";
import { json } from "../support/test-server.js";

const ids = ["j1", "j2", "j3", "j4"];

interface Held extends SetUp {
  /** Ends of answers that are owed, by job, in the order in which they were asked for. */
  owed: Map<string, () => void>;
}

/** A server that answers when it is told to. */
async function setUpHeld(statusRequests: number, changes?: Partial<JobApi>): Promise<Held> {
  const options: ClientOptions = { limits: { statusRequests }, clock: undefined };
  const all = await setUp(changes, options);
  const owed: Held["owed"] = new Map();
  for (const id of ids)
    all.server.on(`GET /jobs/${id}`, (request, response) => {
      owed.set(id, () => json(200, { ...job("done", { output: { file_id: "f2" } }), id })(request, response));
    });
  return { ...all, owed };
}

test("so many waits are not so many connections: looks wait for their turn, and who gives up leaves the queue", async () => {
  const { jobs, owed } = await setUpHeld(2);
  const controller = new AbortController();
  const looks = ids.map((id) =>
    jobs
      .kind("convert")
      .job(id)
      .snapshot(id === "j3" ? { signal: controller.signal } : {}),
  );
  const [first, , third] = looks;
  await expect.poll(() => [...owed.keys()].toSorted(), { timeout: 20_000 }).toEqual(["j1", "j2"]);
  controller.abort();
  expect(await failure(third ?? Promise.resolve())).toBeInstanceOf(AbortedError);
  owed.get("j1")?.();
  expect(await first).toMatchObject({ id: "j1", state: "succeeded" });
  await expect.poll(() => [...owed.keys()].toSorted(), { timeout: 20_000 }).toEqual(["j1", "j2", "j4"]);
  for (const answer of ["j2", "j4"]) owed.get(answer)?.();
  expect((await Promise.allSettled(looks)).map(({ status }) => status)).toEqual([
    "fulfilled",
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
});

test("a server is asked to hold its answer back only while there is room for other looks", async () => {
  const { job: resource } = testApi("http://127.0.0.1");
  const poll = { ...resource.poll, wait: { parameter: "wait", maxSeconds: 10 } };
  const { jobs, server, owed } = await setUpHeld(4, { job: { ...resource, poll } });
  const waits = ids.map((id) => jobs.kind("convert").job(id).wait());
  await expect.poll(() => owed.size, { timeout: 20_000 }).toBe(4);
  expect(server.requests.map(({ url }) => url).toSorted()).toEqual([
    "/jobs/j1?wait=1",
    "/jobs/j2?wait=1",
    "/jobs/j3",
    "/jobs/j4",
  ]);
  for (const answer of owed.values()) answer();
  expect((await Promise.all(waits)).map(({ id }) => id)).toEqual(ids);
});
