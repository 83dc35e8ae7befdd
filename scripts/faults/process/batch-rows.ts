import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { workspaceRoot } from "../../run/workspace-root.js";
import type { FaultContext, FaultRow } from "../fault-row.js";
import { inputFile, KEY, openPress, type Press } from "../network/press.js";
import { installClient } from "../support/install-clients.js";
import { walkFiles } from "../support/walk-files.js";
import { type Books, openBooks } from "./support/books.js";
import { pressCliPath } from "./support/press-cli.js";
import { writeSmallPdf } from "./support/small-pdf.js";
import { type RunningCli, startCli } from "./support/start-cli.js";
import { until } from "./support/until.js";

export const batchRows: readonly FaultRow[] = [
  {
    id: "P31",
    name: "batch-partial-failure",
    prepare: () => pressCliPath(),
    async run(context) {
      const names = namesOf(100);
      const failing = ["n7", "n42", "n99"];
      const { books, start } = await openBatch(context, names);
      books.server.always("GET /jobs/*", ({ path }, wire, normal) => {
        const job = books.jobs.find(({ id }) => path.endsWith(id));
        if (!job || !failing.includes(books.markOf(job.file))) return normal();
        wire.answer(200, {
          id: job.id,
          file: job.file,
          status: "failed",
          error: { code: "bad", message: "no" },
        });
      });
      books.server.once("POST /jobs", (_, wire) => wire.answer(429, {}, { "Retry-After": "1" }));
      const { exit, stdout, stderr } = await start(["--json"]).done;
      assert.equal(exit, 12, stderr);
      const lines = readLines(stdout);
      assert.equal(lines.length, names.length, "lines");
      const failed = lines.filter(({ error }) => error !== null).map(({ input }) => String(input));
      assert.deepEqual(
        failed.map((input) => /(n\d+)\.pdf$/.exec(input)?.[1]).sort(),
        [...failing].sort(),
        "inputs that failed",
      );
      const file = readLines(readFileSync(join(context.folder, "work/out/results.jsonl"), "utf8"));
      assert.equal(file.length, names.length, "lines of results.jsonl");
      checkResults(
        context,
        books,
        names.filter((name) => !failing.includes(name)),
      );
      for (const name of names) assert.equal(books.jobsOf(name), 1, `jobs of ${name}`);
    },
  },

  {
    id: "P32",
    name: "batch-rerun-after-crash",
    prepare: () => pressCliPath("none"),
    async run(context) {
      const names = namesOf(30);
      // This API knows no keys: a repeated submit would make, and cost, a second job.
      const { books, start } = await openBatch(context, names, "none");
      for (const jobs of [8, 20]) {
        const cli = start();
        await until(() => books.jobs.length >= jobs || cli.child.exitCode !== null, "jobs", context.signal);
        cli.child.kill("SIGKILL");
        await cli.done;
      }
      assert.ok(books.jobs.length < names.length, "all were done before the crash");
      const submits = books.server.seen("POST /jobs").length;
      const made = names.filter((name) => books.jobsOf(name) > 0);
      const { exit, stderr } = await start().done;
      assert.equal(exit, 0, stderr);
      for (const name of names) assert.equal(books.jobsOf(name), 1, `jobs of ${name}`);
      assert.equal(
        books.server.seen("POST /jobs").length - submits,
        names.length - made.length,
        "submits of the rerun",
      );
      checkResults(context, books, names);

      // A further run has nothing left to do.
      const before = books.server.requests.filter(({ method }) => method === "POST").length;
      assert.equal((await start().done).exit, 0, "exit of a run with nothing to do");
      assert.equal(
        books.server.requests.filter(({ method }) => method === "POST").length,
        before,
        "requests",
      );
    },
  },

  {
    id: "P33",
    name: "retry-budget-in-an-outage",
    prepare: () => installClient("header"),
    async run(context) {
      const inputs = 100;
      const most = 1.2 * inputs + 10;
      // One client: what its inputs may repeat comes from one bucket.
      const press = await openPress({ ...context, folder: below(context, "client") });
      press.api.always("POST /files", (_, wire) => wire.answer(500, {}));
      const client = await press.client();
      const startedAt = performance.now();
      const attempts = Array.from({ length: inputs }, () =>
        client.submit({ file: inputFile(), format: "docx" }),
      );
      const ends = await Promise.allSettled(attempts);
      assert.ok(ends.every(({ status }) => status === "rejected"));
      assert.ok(
        press.api.requests.length <= most,
        `${press.api.requests.length} requests of ${inputs} inputs`,
      );
      assert.ok(performance.now() - startedAt < 20_000, "it did not fail fast");

      // A batch: it pauses as a whole, and ends when the outage has lasted.
      const names = namesOf(inputs);
      const place = { ...context, folder: below(context, "batch") };
      const outage = await openPress(place);
      outage.api.always("POST /files", (_, wire) => wire.answer(500, {}));
      const work = writeInputs(place, names);
      const batch = await makeBatch(
        outage,
        names.map((name) => join(work, "in", `${name}.pdf`)),
        join(work, "out"),
      );
      const batchStartedAt = performance.now();
      const summary = await batch.run();
      assert.equal(summary.stopped?.reason, "outage");
      const requests = outage.api.requests.length;
      assert.ok(requests > 0 && requests <= most, `${requests} requests of a batch of ${inputs}`);
      assert.ok(performance.now() - batchStartedAt < 20_000, "the batch did not fail fast");
    },
  },
];

function namesOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `n${index}`);
}

function below({ folder }: FaultContext, name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

/** `work/in`, with a document for each name. */
function writeInputs({ folder }: FaultContext, names: readonly string[]): string {
  const work = join(folder, "work");
  mkdirSync(join(work, "in"), { recursive: true });
  for (const name of names) writeSmallPdf(join(work, "in", `${name}.pdf`), `mark-${name}-`);
  return work;
}

async function openBatch(
  context: FaultContext,
  names: readonly string[],
  variant: "header" | "none" = "header",
): Promise<{ books: Books; start: (more?: readonly string[]) => RunningCli }> {
  writeInputs(context, names);
  const books = await openBooks(context);
  const program = await pressCliPath(variant);
  const env = { DOCJOBS_LETTERPRESS_BASE_URL: books.server.url, DOCJOBS_LETTERPRESS_API_KEY: KEY };
  const words = ["batch", "run", "letterpress", "in/", "--to", "docx", "-o", "out", "--concurrency", "16"];
  return { books, start: (more = []) => startCli(context, [...words, ...more], { program, env }) };
}

function checkResults({ folder }: FaultContext, books: Books, names: readonly string[]): void {
  const saved = walkFiles(join(folder, "work/out"));
  const results = Object.keys(saved).filter((name) => name.endsWith(".docx"));
  assert.deepEqual(results.sort(), names.map((name) => `${name}.docx`).sort(), "results");
  for (const name of names)
    assert.ok(
      Buffer.from(saved[`${name}.docx`] ?? "", "latin1").equals(books.resultOf(name)),
      `${name}.docx`,
    );
  // Its own folder may hold what a killed run was about to remove.
  const others = Object.keys(saved).filter((name) => !name.startsWith(".docjobs") && !name.endsWith(".docx"));
  assert.deepEqual(others, ["results.jsonl"], "files beside the results");
}

function readLines(text: string): Record<string, unknown>[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

interface Batch {
  run(): Promise<{ stopped?: { reason: string } }>;
}

/** A batch as a program makes one, with the times of an outage cut short. */
async function makeBatch(press: Press, inputs: readonly string[], outputDirectory: string): Promise<Batch> {
  const module = join(workspaceRoot, "packages/batch/dist/index.js");
  const { createBatch } = (await import(pathToFileURL(module).href)) as {
    createBatch: (options: object) => Batch;
  };
  const { letterpressApi: api } = (await import(pathToFileURL(await installClient("header")).href)) as {
    letterpressApi: object;
  };
  return createBatch({
    api,
    clientOptions: { apiKey: KEY, baseUrl: press.api.url, random: () => 0.02 },
    fields: { format: "docx" },
    inputs,
    outputDirectory,
    concurrency: 16,
    limits: { outageMs: 1500, outagePauseMs: 200 },
  });
}
