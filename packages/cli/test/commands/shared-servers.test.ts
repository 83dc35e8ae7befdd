import { readFileSync } from "node:fs";
import { findPostgres, type PostgresCluster, startPostgres } from "@docjobs/test-servers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { errorOf, makeSandbox, samples, type Sandbox } from "../support/run-cli.js";

// Three processes that load the engines, on machines that are busy.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const bin = findPostgres();
if (bin === undefined)
  console.warn(
    "Servers with a database are not tested: install Debian's package postgresql, which has initdb and postgres.",
  );

let sandbox: Sandbox;
let cluster: PostgresCluster;

beforeAll(async () => {
  sandbox = makeSandbox();
  if (bin !== undefined) cluster = await startPostgres(bin);
});
afterAll(async () => {
  await cluster?.stop();
  sandbox.remove();
});

describe.skipIf(bin === undefined)("serve --database and worker --server", () => {
  it("share jobs: one server takes them, a worker does them, another server hands them out", async () => {
    const env = { DOCJOBS_SERVE_DATABASE: cluster.url };
    const serve = (...words: string[]) =>
      sandbox.start(["serve", "--port", "0", "--data", "shared", "--concurrency", "0", ...words], { env });
    const [front, other] = [serve(), serve("--database", cluster.url)];
    const worker = sandbox.start(["worker", "--server", "--data", "shared", "--concurrency", "1"], { env });
    await Promise.all([
      front.says("stdout", "\n"),
      other.says("stdout", "\n"),
      worker.says("stderr", "Working"),
    ]);
    const headers = { "x-fast-api-key": "k" };
    const form = new FormData();
    form.append("file", new Blob([readFileSync(`${samples}report-1.png`)]), "a.png");
    form.append("targetFormat", "jpg");
    const submitted = await fetch(`${front.stdout().trim()}/convert`, {
      method: "POST",
      body: form,
      headers,
    });
    const { id } = (await submitted.json()) as { id: string };
    const url = `${other.stdout().trim()}/convert/job/${id}`;
    const status = async (): Promise<string> =>
      ((await (await fetch(url, { headers })).json()) as { status: string }).status;
    await expect.poll(status, { timeout: 90_000, interval: 1000 }).toBe("Succeeded");
    const output = await fetch(`${url}/download`, { headers });
    expect(new Uint8Array(await output.arrayBuffer()).slice(0, 2)).toEqual(Uint8Array.of(0xff, 0xd8));
    for (const process of [front, other, worker]) process.child.kill("SIGTERM");
    const local = [
      "run",
      "convert-fast",
      `${samples}report-1.png`,
      "--to",
      "jpg",
      "--local",
      "--data",
      "shared",
    ];
    const apart = await sandbox.run([...local, "--json"]);
    expect([apart.exit, errorOf(apart)["code"]]).toEqual([10, "data_directory_mismatch"]);
    const ends = await Promise.all([front.done, other.done, worker.done]);
    expect(ends.map(({ exit }) => exit)).toEqual([0, 0, 0]);
    // The URL may hold a password.
    expect(ends.map(({ stderr, stdout }) => stderr + stdout).join("")).not.toContain("postgres://");
  });

  it("refuse a folder that a server without the database has", async () => {
    const alone = sandbox.start(["serve", "--port", "0", "--data", "alone"]);
    await alone.says("stdout", "\n");
    alone.child.kill("SIGTERM");
    await alone.done;
    const refused = await sandbox.run(["serve", "--port", "0", "--data", "alone", "--json"], {
      env: { DOCJOBS_SERVE_DATABASE: cluster.url },
    });
    expect(refused.exit).toBe(10);
    expect(errorOf(refused)).toMatchObject({ code: "data_directory_mismatch" });
  });
});

describe("serve and worker, told something that cannot be", () => {
  const refusals: [words: string[], exit: number, error: object][] = [
    [
      ["worker", "--server"],
      2,
      { code: "usage", message: expect.stringContaining("database of the servers") },
    ],
    [["serve", "--concurrency", "0"], 2, { code: "usage", message: expect.stringContaining("Nobody") }],
    [
      ["serve", "--database", "mysql://x"],
      2,
      { code: "usage", message: expect.stringContaining("postgres://") },
    ],
    [["serve", "--database", "postgres://x@127.0.0.1:1/x"], 2, { hint: expect.stringContaining("--data") }],
    [
      ["serve", "--database", "postgres://x:secret@127.0.0.1:1/x", "--data", "d"],
      7,
      { code: "database", retryable: true, message: expect.not.stringContaining("secret") },
    ],
  ];
  it.each(refusals)("%j ends with exit %i", async (words, exit, error) => {
    const refused = await sandbox.run([...words, "--json"]);
    expect(refused.exit).toBe(exit);
    expect(errorOf(refused)).toMatchObject(error);
  });
});
