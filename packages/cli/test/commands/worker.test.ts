import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { listBatches, openPostgresQueue } from "@docjobs/batch";
import { type LocalServer, startLocalServer } from "@docjobs/local-server";
import { findPostgres, type PostgresCluster, startPostgres } from "@docjobs/test-servers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { fixture } from "../support/fixture.js";
import { makeSandbox, type RunningCli, type Sandbox } from "../support/run-cli.js";

// What a killed worker had is free after a minute, and machines are loaded.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const bin = findPostgres();
if (bin === undefined)
  console.warn("Workers are not tested: install Debian's package postgresql, which has initdb and postgres.");

let sandbox: Sandbox;
let server: LocalServer;
let cluster: PostgresCluster;
let env: Record<string, string>;

beforeAll(async () => {
  if (bin === undefined) return;
  sandbox = makeSandbox();
  cluster = await startPostgres(bin);
  server = await startLocalServer({ dataDirectory: sandbox.path("data") });
  env = {
    DOCJOBS_CASTDOC_BASE_URL: server.url,
    DOCJOBS_CASTDOC_API_KEY: "test-key",
    DOCJOBS_DATABASE: cluster.url,
  };
});
afterAll(async () => {
  await server?.close();
  await cluster?.stop();
  sandbox?.remove();
});

let folders = 0;

/** A folder of one attempt's own: a test that is tried again finds nothing done. */
function fresh(name: string): string {
  folders++;
  return `${name}-${folders}`;
}

/** Documents that differ in a comment behind their end, and the command that converts them. */
function documents(folder: string, count: number): string[] {
  mkdirSync(sandbox.path(folder));
  const plain = readFileSync(fixture("plain.pdf"));
  for (let index = 0; index < count; index++)
    writeFileSync(
      sandbox.path(`${folder}/d${index}.pdf`),
      Buffer.concat([plain, Buffer.from(`\n% ${folder} ${index}\n`)]),
    );
  return ["batch", "run", "castdoc", `${folder}/`, "--to", "docx", "-o", `${folder}-out`];
}

/** Puts the batch into the database and ends: what is left is the workers' alone. */
async function planOnly(folder: string, count: number, concurrency = "1"): Promise<void> {
  const run = sandbox.start([...documents(folder, count), "--concurrency", concurrency], { env });
  await run.says("stdout", "docx\n");
  run.child.kill("SIGINT");
  expect((await run.done).exit).toBe(130);
}

function saved(folder: string): number {
  const directory = sandbox.path(`${folder}-out`);
  if (!existsSync(directory)) return 0;
  return readdirSync(directory).filter((name) => name.endsWith(".docx")).length;
}

function whenSaved(folder: string, count: number): Promise<void> {
  return expect.poll(() => saved(folder), { timeout: 200_000 }).toBeGreaterThanOrEqual(count);
}

async function jobCount(): Promise<number> {
  const headers = { authorization: "Bearer test-key" };
  const response = await fetch(`${server.url}/castdoc/jobs`, { headers });
  return ((await response.json()) as { data: unknown[] }).data.length;
}

async function startWorker(...words: string[]): Promise<RunningCli> {
  const worker = sandbox.start(["worker", ...words], { env });
  await worker.says("stderr", "Working.");
  return worker;
}

/** Inputs that a process has for itself. */
async function heldCount(): Promise<number> {
  const queue = await openPostgresQueue({ connectionString: cluster.url });
  try {
    const batches = await listBatches(queue);
    return batches.reduce((sum, { counts }) => sum + counts.states.active, 0);
  } finally {
    await queue.close();
  }
}

interface Status {
  total: number;
  phases: Record<string, number>;
}

async function statusOf(folder: string): Promise<Status> {
  const { exit, stdout, stderr } = await sandbox.run(["batch", "status", `${folder}-out`, "--json"], { env });
  expect(exit, stderr).toBe(0);
  return JSON.parse(stdout) as Status;
}

describe.skipIf(bin === undefined)("batches in PostgreSQL", () => {
  it("are shared by the run and a worker, with one job for each input", async () => {
    const folder = fresh("shared");
    const before = await jobCount();
    const run = sandbox.start([...documents(folder, 8), "--database", cluster.url], { env });
    const worker = await startWorker("--database", cluster.url);
    const result = await run.done;
    expect([result.exit, result.stdout.trim().split("\n").sort()], result.stderr).toEqual([
      0,
      [0, 1, 2, 3, 4, 5, 6, 7].map((index) => `${folder}-out/d${index}.docx`),
    ]);
    worker.child.kill("SIGTERM");
    expect((await worker.done).exit).toBe(0);
    expect((await jobCount()) - before).toBe(8);
    expect(await statusOf(folder)).toMatchObject({ total: 8, phases: { saved: 8 } });
  });

  it("hold nothing of a worker that a signal has ended", async () => {
    const folder = fresh("ended");
    const before = await jobCount();
    await planOnly(folder, 12);
    for (const [signal, count] of [
      ["SIGINT", 3],
      ["SIGTERM", 6],
    ] as const) {
      const worker = await startWorker("--concurrency", "1");
      await whenSaved(folder, count);
      worker.child.kill(signal);
      const result = await worker.done;
      expect([result.exit, result.stdout], result.stderr).toEqual([0, ""]);
      const { phases } = await statusOf(folder);
      expect(phases["saved"]).toBeLessThan(12);
      // A killed worker would hold it for another minute.
      expect(await heldCount()).toBe(0);
    }
    const rest = await sandbox.run(["worker", "--until-done"], { env });
    expect(rest.exit, rest.stderr).toBe(0);
    expect(await statusOf(folder)).toMatchObject({ total: 12, phases: { saved: 12 } });
    expect((await jobCount()) - before).toBe(12);
  });

  it("are looked at, canceled and done again by their output directory, and no others", async () => {
    const [mine, theirs] = [fresh("mine"), fresh("theirs")];
    await planOnly(mine, 6);
    // The place at the API that the other batch still has is one of these.
    await planOnly(theirs, 6, "4");
    const cancel = await sandbox.run(["batch", "cancel", `${mine}-out`], { env });
    expect(cancel.exit, cancel.stderr).toBe(0);
    const canceled = (await statusOf(mine)).phases["canceled"] ?? 0;
    expect(canceled).toBeGreaterThan(0);
    expect((await statusOf(theirs)).phases).not.toHaveProperty("canceled");
    const retry = await sandbox.run(["batch", "retry", `${theirs}-out`, "--canceled"], { env });
    expect([retry.exit, retry.stdout]).toEqual([0, "0\n"]);
    for (const command of ["cancel", "retry"]) {
      const all = await sandbox.run(["batch", command], { env });
      expect([all.exit, all.stderr]).toEqual([2, expect.stringContaining("needs the output directory")]);
    }
    const none = await sandbox.run(["batch", "status", "nobodys-out"], { env });
    expect([none.exit, none.stderr]).toEqual([10, expect.stringContaining("There is no batch")]);
    expect((await sandbox.run(["worker", "--until-done"], { env })).exit).toBe(0);
    const exported = await sandbox.run(["batch", "export", `${theirs}-out`, "--json=state"], { env });
    expect(exported.stdout).toBe('{"state":"saved"}\n'.repeat(6));
    expect((await statusOf(mine)).phases["canceled"]).toBe(canceled);
    const every = await sandbox.run(["batch", "status", "--json=outputDirectory"], { env });
    expect(every.stdout).toContain(`${mine}-out`);
    expect(every.stdout).toContain(`${theirs}-out`);
  });

  it("go on with one worker when another is killed", async () => {
    const folder = fresh("killed");
    const before = await jobCount();
    await planOnly(folder, 16);
    const workers = await Promise.all([startWorker("--until-done"), startWorker("--until-done")]);
    await whenSaved(folder, 4);
    workers[0].child.kill("SIGKILL");
    expect(saved(folder)).toBeLessThan(16);
    const survivor = await workers[1].done;
    expect(survivor.exit, survivor.stderr).toBe(0);
    expect(saved(folder)).toBe(16);
    expect((await jobCount()) - before).toBe(16);
    expect(await statusOf(folder)).toMatchObject({ total: 16, phases: { saved: 16 } });
  });
});

it("says what is missing", async () => {
  const place = makeSandbox();
  try {
    const none = await place.run(["worker"]);
    expect([none.exit, none.stderr]).toEqual([2, expect.stringContaining("DOCJOBS_DATABASE")]);
    const wrong = await place.run(["worker", "--database", "mysql://user:secret@host/x"]);
    expect([wrong.exit, wrong.stderr]).toEqual([2, expect.stringContaining("not a postgres:// URL")]);
    expect(wrong.stderr).not.toContain("secret");
    const down = await place.run(["worker", "--database", "postgres://user:secret@127.0.0.1:1/x"]);
    expect([down.exit, down.stderr]).toEqual([7, expect.stringContaining("ECONNREFUSED")]);
    expect(down.stderr).not.toContain("secret");
  } finally {
    place.remove();
  }
});
