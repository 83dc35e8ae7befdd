import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, expect, it } from "vitest";
import { join } from "node:path";
import {
  createEnginePool,
  type EnginePool,
  type PoolReply,
  type PoolTask,
} from "../../src/jobs/engine-pool.js";
import { faultyWorker } from "../support/running-server.js";

let directory: string;
let pool: EnginePool;
let log: string[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "docjobs-pool-"));
  log = [];
  pool = createEnginePool({
    maxThreads: 2,
    heapLimitMb: 48,
    workerPath: faultyWorker,
    log: (line) => log.push(line),
  });
});
afterEach(async () => {
  await pool.close();
  await rm(directory, { recursive: true, force: true });
});

function run(inputName: string, changed: Partial<PoolTask> = {}): Promise<PoolReply> {
  const task = { inputPath: "", inputName, from: "png", to: "jpg", options: {}, outputDirectory: directory };
  return pool.run({
    engine: "image",
    task,
    signal: new AbortController().signal,
    timeLimitMs: 20_000,
    ...changed,
  });
}

it("tells a crash, a defect and a full heap apart, and works on", async () => {
  expect(await run("crash.png")).toMatchObject({ ok: false, code: "crashed" });
  expect(await run("throw.png")).toMatchObject({
    ok: false,
    code: "crashed",
    detail: expect.stringContaining("a defect"),
  });
  expect(await run("hog.png")).toMatchObject({ ok: false, code: "out-of-memory" });
  expect(await run("fine.png")).toMatchObject({ ok: true, file: { name: "made.jpg" } });
});

it("ends a thread that blocks when its time is up", async () => {
  expect(await run("block.png", { timeLimitMs: 50 })).toMatchObject({ ok: false, code: "timeout" });
  expect(await run("fine.png")).toMatchObject({ ok: true });
});

it("lets an engine stop by itself, and ends one that does not", async () => {
  for (const name of ["wait.png", "block.png"]) {
    const stop = new AbortController();
    const running = run(name, { signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    expect(await running).toMatchObject({ ok: false, code: "aborted" });
  }
});

it("hands progress on", async () => {
  const stop = new AbortController();
  const seen: unknown[] = [];
  await run("wait.png", {
    signal: stop.signal,
    onProgress: (percent, phase) => {
      seen.push([percent, phase]);
      stop.abort();
    },
  });
  expect(seen).toEqual([[40, "Waiting"]]);
});

it("closes at once, whatever runs", async () => {
  const running = run("block.png");
  const startedAt = performance.now();
  await pool.close();
  expect(await running).toMatchObject({ ok: false, code: "aborted" });
  expect(performance.now() - startedAt).toBeLessThan(8000);
  expect(await run("fine.png")).toMatchObject({ ok: false, code: "aborted" });
});

it("goes on with fresh threads after many tasks", async () => {
  for (let task = 0; task < 45; task += 1) expect(await run("fine.png")).toMatchObject({ ok: true });
});
