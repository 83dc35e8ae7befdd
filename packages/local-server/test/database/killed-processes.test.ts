import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { startServer } from "../../src/start-local-server.js";
import { openPostgresStore } from "../../src/store/postgres/open-postgres-store.js";
import { type Answer, clientOf } from "../support/client.js";
import { postgres, startDatabases } from "../support/databases.js";
import { startServerProcess, startWorkerProcess } from "../support/killable-process.js";
import { runReceiver } from "../support/receiver.js";
import { form, pixel } from "../support/running-server.js";

/** How often a process is killed; DOCJOBS_TEST_KILLS=100 for the long run. */
const kills = Number(process.env["DOCJOBS_TEST_KILLS"] ?? 20);
const startCredits = 12_000;
/** A job whose process was killed is another's after 20 s, on a machine that may be busy. */
const catchUpMs = 180_000;

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Numbers that look random and are the same in each run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

it.skipIf(postgres === undefined)(
  "a worker with nothing to do outlives its database, and works when it is back",
  { timeout: 2 * catchUpMs },
  async () => {
    const databases = await startDatabases();
    cleanups.push(() => databases.stop());
    const dataDirectory = await mkdtemp(join(tmpdir(), "docjobs-killed-"));
    cleanups.push(() => rm(dataDirectory, { recursive: true, force: true }));
    const shared = { databaseUrl: await databases.create(), dataDirectory, concurrency: 2 };
    await startWorkerProcess(shared, cleanups);
    await databases.cluster.halt();
    await databases.cluster.resume();
    const server = await startServer({ ...shared, concurrency: 0 }, {});
    cleanups.push(() => server.close());
    const call = clientOf(server, "convert-fast", { "x-fast-api-key": "alice" });
    const { body } = await call({
      operation: "createJob",
      path: "/convert",
      form: form({ file: pixel(), targetFormat: "jpg" }),
    });
    const row = () =>
      server.database
        .selectFrom("job")
        .select("state")
        .where("id", "=", body["id"] as string)
        .executeTakeFirst();
    await expect.poll(row, { timeout: catchUpMs }).toEqual({ state: "succeeded" });
  },
);

// Never tried again: a loss at one moment in many is the very thing that this looks for.
it.skipIf(postgres === undefined)(
  `jobs of three processes end once each, however ${kills} of them are killed`,
  { timeout: 2 * catchUpMs + kills * 60_000, retry: 0 },
  async () => {
    const databases = await startDatabases();
    cleanups.push(() => databases.stop());
    const dataDirectory = await mkdtemp(join(tmpdir(), "docjobs-killed-"));
    cleanups.push(() => rm(dataDirectory, { recursive: true, force: true }));
    const shared = { databaseUrl: await databases.create(), dataDirectory, concurrency: 2 };
    const receiver = await runReceiver();
    cleanups.push(() => receiver.close());
    const random = createRandom(kills);
    const starts = [startServerProcess, startServerProcess, startWorkerProcess] as const;
    const processes = await Promise.all(starts.map((start) => start(shared, cleanups)));

    const accepted = new Map<string, string>();
    let isOver = false;
    /** One client: it submits at either server, and what was accepted is what they have promised. */
    const submitAll = async (key: string): Promise<void> => {
      for (let turn = 0; !isOver; turn += 1) {
        const url = processes[turn % 2]?.url ?? "";
        const answer: Answer | undefined = await clientOf({ url }, "convert-fast", { "x-fast-api-key": key })(
          {
            operation: "createJob",
            path: "/convert",
            form: form({
              file: pixel(),
              targetFormat: "jpg",
              webhookUrl: receiver.url,
              webhookSecret: "0123456789abcdef",
            }),
          },
        ).catch(() => undefined);
        if (answer?.status === 202) accepted.set(answer.body["id"] as string, key);
        // The queue is full, or the connection broke: a moment later it may be better.
        else await new Promise((resolve) => setTimeout(resolve, 50));
        if (answer) expect([202, 429]).toContain(answer.status);
      }
    };
    const submitting = Promise.all(["alice", "bob", "carol"].map(submitAll));
    for (let kill = 0; kill < kills; kill += 1) {
      const before = accepted.size;
      // In the middle of submits, of work, of webhooks, of a takeover: each time elsewhere.
      await expect
        .poll(() => accepted.size - before, { interval: 5, timeout: 60_000 })
        .toBeGreaterThanOrEqual(1 + random(6));
      await new Promise((resolve) => setTimeout(resolve, random(60)));
      const victim = random(3);
      await processes[victim]?.kill();
      processes[victim] = await (starts[victim] ?? startServerProcess)(shared, cleanups);
    }
    isOver = true;
    await submitting;

    const store = await openPostgresStore({ url: shared.databaseUrl, log: () => undefined });
    cleanups.push(() => store.close());
    const jobs = () => store.database.selectFrom("job").selectAll().execute();
    await expect
      .poll(
        async () => (await jobs()).filter(({ state }) => state === "queued" || state === "running").length,
        { timeout: catchUpMs, interval: 500 },
      )
      .toBe(0);
    const rows = await jobs();
    const states = new Map(rows.map(({ id, state }) => [id, state]));
    expect([...accepted.keys()].filter((id) => !states.has(id))).toEqual([]);
    // Three processes have to be killed at the same job before it is given up.
    const failed = rows.filter(({ state }) => state !== "succeeded");
    expect(failed.filter(({ errorCode, attempts }) => errorCode !== "crashed" || attempts < 3)).toEqual([]);

    // Each was charged once, and what failed was given back once.
    const accounts = await store.database.selectFrom("account").selectAll().execute();
    for (const { id, credits } of accounts) {
      const paid = rows.filter(({ account, state }) => account === id && state === "succeeded");
      expect(credits).toBe(startCredits - paid.length);
    }

    // Each end is one event, and it was told; twice only where the process was killed while it told it.
    await expect
      .poll(
        async () => {
          const open = await store.database
            .selectFrom("delivery")
            .select("id")
            .where("deliveredAt", "is", null)
            .execute();
          return open.length;
        },
        { timeout: catchUpMs, interval: 500 },
      )
      .toBe(0);
    const deliveries = await store.database.selectFrom("delivery").selectAll().execute();
    expect(deliveries.map(({ jobId }) => jobId).sort()).toEqual(rows.map(({ id }) => id).sort());
    const told = receiver.received.map(({ body }) => JSON.parse(body) as { eventId: string; jobId: string });
    const events = new Map(told.map(({ eventId, jobId }) => [eventId, jobId]));
    expect([...events.entries()].sort()).toEqual(deliveries.map(({ id, jobId }) => [id, jobId]).sort());
    const retold = deliveries.filter(({ id }) => told.filter(({ eventId }) => eventId === id).length > 1);
    expect(retold.filter(({ attempts }) => attempts < 2)).toEqual([]);

    // Every output is there, at whatever server.
    const seen = new Set(await readdir(join(dataDirectory, "files"), { recursive: true }));
    const outputs = rows.flatMap(({ outputSha256 }) => outputSha256 ?? []);
    expect(outputs.filter((sha256) => !seen.has(join(sha256.slice(0, 2), sha256)))).toEqual([]);
    expect(outputs.length).toBeGreaterThanOrEqual(kills);
  },
);
