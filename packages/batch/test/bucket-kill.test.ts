import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startLocalServer } from "@docjobs/local-server";
import { expect, onTestFinished, test } from "vitest";
import type { ItemResult } from "../src/index.js";
import { batchFiles } from "./support/batch-files.js";
import { plainPdf } from "./support/plain-pdf.js";
import { startBucket, type TestBucket } from "./support/s3-server.js";

/** More: `DOCJOBS_TEST_KILLS=50 DOCJOBS_TEST_FILES=100 npx vitest run test/bucket-kill.test.ts`. */
const KILLS = Number(process.env["DOCJOBS_TEST_KILLS"] ?? 4);
const FILES = Number(process.env["DOCJOBS_TEST_FILES"] ?? 12);
/** What goes wrong on purpose, all the time. */
const FAULTS = [
  "error=500;probability=0.05;method=GET",
  "truncate;probability=0.05;path=/files/*/content",
  "rate-limit=1;probability=0.01",
];
const packageFolder = fileURLToPath(new URL("..", import.meta.url));

/** A run as a process of its own, from the built package. */
function startRun(api: string, { env }: TestBucket): ChildProcess {
  const script = `
    import { castdocApi } from "@docjobs/castdoc";
    import { createBatch, expandInputs } from "./dist/index.js";
    const summary = await createBatch({
      // The documented budget would make this last for hours.
      api: { ...castdocApi, limits: {}, job: { ...castdocApi.job, poll: { minMs: 50, maxMs: 200 } } },
      clientOptions: { baseUrl: process.env.API, apiKey: "key" },
      account: "local",
      fields: { engine: "ki/cast", output_format: "docx" },
      extension: "docx",
      inputs: expandInputs(["s3://scans/in/"], { extensions: ["pdf"] }),
      outputDirectory: "s3://scans/out/",
      limits: { reconcileAfterMs: 500, outagePauseMs: 100 },
      hooks: { onPlanned: () => console.log("planned") },
    }).run();
    if (summary.stopped) throw summary.stopped.error ?? new Error(summary.stopped.reason);
    console.log(JSON.stringify(summary.counts.phases));`;
  return spawn(process.execPath, ["--input-type=module", "-e", script], {
    cwd: packageFolder,
    env: { ...process.env, ...env, API: api, NODE_NO_WARNINGS: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** The faults are for this request, too. */
async function jobCount(url: string): Promise<number> {
  for (;;) {
    const response = await fetch(`${url}/castdoc/jobs`, { headers: { authorization: "Bearer key" } });
    const { data } = (await response.json().catch(() => ({}))) as { data?: unknown[] };
    if (response.ok && data) return data.length;
  }
}

/** Resolves when the bucket has one more result, or the run has ended. */
async function nextResult({ store }: TestBucket, run: ChildProcess): Promise<void> {
  const count = async (): Promise<number> => {
    let found = 0;
    for await (const { key } of store.list("out/")) if (key.endsWith(".docx")) found++;
    return found;
  };
  const before = await count();
  while (run.exitCode === null && (await count()) === before) await delay(20);
}

/** Digests of the results that are there, each of which is whole. */
async function wholeResults(bucket: TestBucket): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { key } of bucket.store.list("out/")) {
    if (!key.endsWith(".docx")) continue;
    // This server shows an object a moment before its bytes are on the disk, unlike S3; one that was cut off would stay so.
    await expect.poll(async () => isWhole(await contentOf(bucket, key)), { timeout: 20_000 }).toBe(true);
    const hash = createHash("sha256").update(await contentOf(bucket, key));
    found.set(key.slice("out/".length), hash.digest("hex"));
  }
  return found;
}

async function contentOf({ store }: TestBucket, key: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await store.read(key)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A Word file is a ZIP, whose last record is 22 bytes long. */
function isWhole(content: Buffer): boolean {
  return content.subarray(-22, -18).toString("latin1") === "PK\u0005\u0006";
}

test(
  `${KILLS} kills with -9 over ${FILES} objects of a bucket: nothing lost, nothing submitted twice, nothing short`,
  { timeout: KILLS * 30_000 + FILES * 20_000 },
  async () => {
    const bucket = await startBucket();
    const names = Array.from({ length: FILES }, (_, index) => `in/d${index}.pdf`);
    await bucket.put(Object.fromEntries(names.map((name, index) => [name, plainPdf(`Document ${index}`)])));
    const { directory } = batchFiles({});
    const server = await startLocalServer({ dataDirectory: join(directory, "server"), faults: FAULTS });
    onTestFinished(() => server.close());
    let ended = false;
    let kills = 0;
    for (let kill = 0; kill < KILLS && !ended; kill++) {
      const run = startRun(server.url, bucket);
      const end = once(run, "close");
      // Kills meet a run at work: before anything is saved, or just when something was.
      const isAtWork = once(run.stdout as Readable, "data");
      const moment = kill % 2 === 0 ? () => delay(Math.random() * 1500) : () => nextResult(bucket, run);
      const isKilled = await Promise.race([end.then(() => false), isAtWork.then(moment).then(() => true)]);
      ended = !isKilled;
      if (isKilled) kills++;
      run.kill("SIGKILL");
      await end;
      await wholeResults(bucket);
    }
    const before = (await wholeResults(bucket)).size;
    console.log(`${kills} kills, then ${before} of ${FILES} results were in the bucket`);
    const last = startRun(server.url, bucket);
    let out = "";
    last.stdout?.on("data", (chunk: Buffer) => (out += chunk.toString()));
    const [code] = (await once(last, "close")) as [number];
    expect([code, out.trim()]).toEqual([0, `planned\n${JSON.stringify({ saved: FILES })}`]);

    expect(await jobCount(server.url)).toBe(FILES);
    const whole = await wholeResults(bucket);
    const text = (await bucket.contents("out/results.jsonl"))[""] ?? "";
    const lines = text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as ItemResult);
    expect(lines.map(({ state }) => state)).toEqual(Array(FILES).fill("saved"));
    expect(new Map(lines.map(({ output, sha256 }) => [output, sha256]))).toEqual(whole);
  },
);
