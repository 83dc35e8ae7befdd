import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { startLocalServer, type LocalServer } from "@docjobs/local-server";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { fixture } from "../support/fixture.js";
import { errorOf, makeSandbox, type Sandbox } from "../support/run-cli.js";

// Whole batches through real engines, on machines that others load.
vi.setConfig({ testTimeout: 180_000 });

let sandbox: Sandbox;
let server: LocalServer;
const env: Record<string, string> = {};

beforeAll(async () => {
  sandbox = makeSandbox();
  server = await startLocalServer({ dataDirectory: sandbox.path("data") });
  for (const name of ["CASTDOC", "CONVERT_FAST"]) {
    env[`DOCJOBS_${name}_BASE_URL`] = server.url;
    env[`DOCJOBS_${name}_API_KEY`] = "test-key";
  }
});
afterAll(async () => {
  await server.close();
  sandbox.remove();
});

/** Documents that differ in a comment behind their end. */
function documents(folder: string, count: number): void {
  mkdirSync(sandbox.path(folder));
  const plain = readFileSync(fixture("plain.pdf"));
  for (let index = 0; index < count; index++)
    writeFileSync(
      sandbox.path(`${folder}/d${index}.pdf`),
      Buffer.concat([plain, Buffer.from(`\n% ${index}\n`)]),
    );
}

async function jobCount(): Promise<number> {
  const response = await fetch(`${server.url}/castdoc/jobs`, {
    headers: { authorization: "Bearer test-key" },
  });
  return ((await response.json()) as { data: unknown[] }).data.length;
}

it("does a folder, prints the results' paths, and does nothing twice", async () => {
  documents("folder", 4);
  const words = ["batch", "run", "castdoc", "folder/", "--to", "docx", "-o", "converted"];
  const before = await jobCount();
  const first = await sandbox.run(words, { env });
  expect([first.exit, first.stdout.split("\n").sort().slice(1)], first.stderr).toEqual([
    0,
    [0, 1, 2, 3].map((index) => `converted/d${index}.docx`),
  ]);
  expect(first.stderr).toContain("4 of 4 done");
  const second = await sandbox.run(words, { env });
  expect([second.exit, second.stdout]).toEqual([0, ""]);
  expect((await jobCount()) - before).toBe(4);
  const status = await sandbox.run(["batch", "status", "converted", "--json"], { env });
  expect(JSON.parse(status.stdout)).toMatchObject({ total: 4, phases: { saved: 4 } });
  const exported = await sandbox.run(["batch", "export", "converted"], { env });
  expect(exported.stdout.split("\n").length).toBe(5);
  expect(exported.stdout).toBe(
    readFileSync(sandbox.path("converted/results.jsonl"), "utf8")
      .split("\n")
      .sort((a, b) => (a === "" ? 1 : a < b || b === "" ? -1 : 1))
      .join("\n"),
  );
});

it("takes a manifest with options of its own, and says which inputs failed", async () => {
  copyFileSync(fixture("plain.pdf"), sandbox.path("a.pdf"));
  writeFileSync(sandbox.path("broken.pdf"), "this is no PDF");
  writeFileSync(
    sandbox.path("list.jsonl"),
    ['{"path":"a.pdf","to":"xlsx","output":"sheets/first.xlsx"}', '{"path":"broken.pdf"}'].join("\n"),
  );
  const words = ["batch", "run", "castdoc", "@list.jsonl", "--to", "docx", "-o", "listed", "--json"];
  const result = await sandbox.run(words, { env });
  expect(result.exit).toBe(12);
  const lines = result.stdout
    .trim()
    .split("\n")
    .map(
      (line) => JSON.parse(line) as { state: string; output: string | null; error: { code: string } | null },
    );
  expect(lines.map(({ state }) => state).sort()).toEqual(["failed", "saved"]);
  expect(lines.find(({ state }) => state === "failed")?.error?.code).toBe("input_file");
  expect(lines.find(({ state }) => state === "saved")?.output).toBe("sheets/first.xlsx");
  expect(errorOf(result)).toMatchObject({ code: "some_failed", exit: 12 });
  const retry = await sandbox.run(["batch", "retry", "listed"], { env });
  expect([retry.exit, retry.stdout]).toEqual([0, "1\n"]);
});

it("shows what it would do, and does not do it", async () => {
  documents("planned", 2);
  const before = await jobCount();
  const words = ["batch", "run", "castdoc", "planned/*.pdf", "--to", "docx", "-o", "nowhere", "--dry-run"];
  const result = await sandbox.run(words, { env });
  expect(result.stdout).toMatch(/planned\/d0\.pdf -> nowhere\/d0\.docx\n.*d1\.pdf -> nowhere\/d1\.docx\n$/s);
  expect(await jobCount()).toBe(before);
  const status = await sandbox.run(["batch", "status", "nowhere"], { env });
  expect([status.exit, status.stderr]).toEqual([10, expect.stringContaining("There is no batch")]);
});

it("goes on after kill -9, and another run waits its turn", async () => {
  documents("killed", 6);
  const words = ["batch", "run", "castdoc", "killed/", "--to", "docx", "-o", "after", "--concurrency", "1"];
  const before = await jobCount();
  const first = sandbox.start(words, { env });
  await first.says("stdout", "docx\n");
  const other = await sandbox.run(words, { env });
  expect([other.exit, other.stderr]).toEqual([10, expect.stringContaining(`process ${first.child.pid}`)]);
  first.child.kill("SIGKILL");
  await first.done;
  const second = await sandbox.run(words, { env });
  expect(second.exit, second.stderr).toBe(0);
  expect((await jobCount()) - before).toBe(6);
});

it("stops at Ctrl-C, says how to go on, and cancel ends what is left", async () => {
  documents("stopped", 30);
  const words = ["batch", "run", "castdoc", "stopped/", "--to", "docx", "-o", "half", "--concurrency", "1"];
  const run = sandbox.start(words, { env });
  await run.says("stdout", "docx\n");
  run.child.kill("SIGINT");
  const { exit, stderr } = await run.done;
  expect([exit, stderr]).toEqual([130, expect.stringContaining("the same command goes on")]);
  const canceled = await sandbox.run(["batch", "cancel", "half", "--json"], { env });
  expect(canceled.exit, canceled.stderr).toBe(0);
  const { planned } = JSON.parse(canceled.stdout) as { planned: number };
  expect(planned).toBeGreaterThan(0);
  const rest = await sandbox.run(words, { env });
  expect(rest.exit).toBe(12);
  expect(rest.stderr).toContain(`${planned} canceled`);
});

it("keeps to a budget by the API's own estimates", async () => {
  mkdirSync(sandbox.path("pictures"));
  for (const name of ["a", "b", "c", "d"])
    writeFileSync(
      sandbox.path(`pictures/${name}.png`),
      Buffer.concat([readFileSync(fixture("small.png")), Buffer.from(name)]),
    );
  const words = ["batch", "run", "convert-fast", "pictures/", "--to", "jpg", "-o", "web", "--max-credits"];
  const result = await sandbox.run([...words, "2"], { env });
  expect([result.exit, result.stderr]).toEqual([5, expect.stringContaining("--max-credits")]);
  const refused = await sandbox.run(
    ["batch", "run", "castdoc", "folder/", "--to", "docx", "-o", "x", "--max-credits", "2"],
    { env },
  );
  expect([refused.exit, refused.stderr]).toEqual([2, expect.stringContaining("does not estimate")]);
  const rest = await sandbox.run([...words, "100"], { env });
  expect(rest.exit, rest.stderr).toBe(0);
});

it("refuses a command line that cannot work before anything is sent", async () => {
  for (const [words, text] of [
    [["batch", "run", "castdoc", "folder/", "--to", "docx"], "needs an output directory"],
    [["batch", "run", "castdoc"], "needs a provider and inputs"],
    [["batch", "run", "castdoc", "missing.pdf", "--to", "docx", "-o", "y"], "does not exist"],
    [["batch", "run", "castdoc", "none/*.pdf", "--to", "docx", "-o", "y"], "No file matches"],
    [["batch", "status"], "needs the output directory"],
  ] as const) {
    const result = await sandbox.run(words, { env });
    expect([2, 10]).toContain(result.exit);
    expect(result.stderr).toContain(text);
  }
  const chain = [
    "batch",
    "run",
    "castdoc",
    "folder/",
    "--to",
    "docx",
    "-o",
    "y",
    "--then",
    "castdoc to=docxx",
  ];
  const result = await sandbox.run(chain, { env });
  expect([result.exit, result.stderr]).toEqual([2, expect.stringContaining("Did you mean docx")]);
});
