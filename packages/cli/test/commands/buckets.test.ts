import { readFileSync } from "node:fs";
import { type LocalServer, startLocalServer } from "@docjobs/local-server";
import { findPostgres, startPostgres } from "@docjobs/test-servers";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { fixture } from "../support/fixture.js";
import { errorOf, makeSandbox, type Sandbox } from "../support/run-cli.js";
import { startBucket, type TestBucket } from "../support/s3-server.js";

// Whole batches through real engines, on machines that others load.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let sandbox: Sandbox;
let server: LocalServer;
let bucket: TestBucket;
let env: Record<string, string>;
const plain = readFileSync(fixture("plain.pdf"));

beforeAll(async () => {
  sandbox = makeSandbox();
  server = await startLocalServer({ dataDirectory: sandbox.path("data") });
  bucket = await startBucket();
  env = {
    ...bucket.env,
    DOCJOBS_CASTDOC_BASE_URL: server.url,
    DOCJOBS_CASTDOC_API_KEY: "test-key",
  };
});
afterAll(async () => {
  await bucket?.stop();
  await server?.close();
  sandbox?.remove();
});

/** Documents that differ in a comment behind their end. */
async function documents(folder: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++)
    await bucket.put(
      `${folder}/d${index}.pdf`,
      Buffer.concat([plain, Buffer.from(`\n% ${folder} ${index}\n`)]),
    );
}

async function jobCount(): Promise<number> {
  const response = await fetch(`${server.url}/castdoc/jobs`, {
    headers: { authorization: "Bearer test-key" },
  });
  return ((await response.json()) as { data: unknown[] }).data.length;
}

it("does a folder of a bucket into another one, and does nothing twice", async () => {
  await documents("in", 3);
  const words = ["batch", "run", "castdoc", "s3://scans/in/", "--to", "docx", "-o", "s3://scans/out"];
  const dry = await sandbox.run([...words, "--dry-run"], { env });
  expect(dry.stdout.split("\n")[0], dry.stderr).toBe("s3://scans/in/d0.pdf -> s3://scans/out/d0.docx");
  const before = await jobCount();
  const first = await sandbox.run(words, { env });
  const names = [0, 1, 2].map((index) => `s3://scans/out/d${index}.docx`);
  expect([first.exit, first.stdout.split("\n").sort().slice(1)], first.stderr).toEqual([0, names]);
  // Nothing but what docjobs says, whatever the SDK thinks of this Node.js.
  expect(first.stderr).not.toContain("Warning");
  const second = await sandbox.run(words, { env });
  expect([second.exit, second.stdout], second.stderr).toEqual([0, ""]);
  expect((await jobCount()) - before).toBe(3);
  const status = await sandbox.run(["batch", "status", "s3://scans/out/", "--json"], { env });
  expect(JSON.parse(status.stdout)).toMatchObject({
    outputDirectory: "s3://scans/out/",
    phases: { saved: 3 },
  });
  const exported = await sandbox.run(["batch", "export", "s3://scans/out", "--json=output"], { env });
  expect(exported.stdout.split("\n").length).toBe(4);
  expect(await bucket.keys("out/")).toContain("out/results.jsonl");
});

it("looks at an object before it is sent: one that is cut off costs nothing", async () => {
  await bucket.put("bad/cut.pdf", plain.subarray(0, plain.length / 2));
  await bucket.put("bad/text.pdf", Buffer.from("no PDF at all"));
  const before = await jobCount();
  const words = ["batch", "run", "castdoc", "s3://scans/bad/", "--to", "docx", "-o", "bad"];
  const run = await sandbox.run(words, { env });
  expect(run.exit, run.stderr).toBe(12);
  const lines = readFileSync(sandbox.path("bad/results.jsonl"), "utf8").trim().split("\n");
  const messages = lines.map((line) => (JSON.parse(line) as { error: { message: string } }).error.message);
  expect(messages.sort()).toEqual([
    "s3://scans/bad/cut.pdf is cut off: its end is missing.",
    "s3://scans/bad/text.pdf is named .pdf, but its content is not PDF.",
  ]);
  expect((await jobCount()) - before).toBe(0);
  // The object is mended, and its item done.
  await bucket.put("bad/cut.pdf", plain);
  await sandbox.run(["batch", "retry", "bad"], { env });
  await sandbox.run(words, { env });
  expect((await jobCount()) - before).toBe(1);
});

it("says what is missing where a bucket cannot be used", async () => {
  const run = (changes: Record<string, string>, source = "s3://scans/in/") =>
    sandbox.run(["batch", "run", "castdoc", source, "--to", "docx", "-o", "none", "--json"], {
      env: { ...env, ...changes },
    });
  const none = await run({ AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" });
  expect([none.exit, errorOf(none).hint], none.stderr).toEqual([
    2,
    "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.",
  ]);
  const away = await run({ AWS_ENDPOINT_URL_S3: "http://127.0.0.1:1" });
  expect([away.exit, errorOf(away).message]).toEqual([
    7,
    "The bucket's server cannot be reached (ECONNREFUSED).",
  ]);
  const wrong = await run({}, "s3://nobody-has-it/in/");
  expect([wrong.exit, errorOf(wrong).message]).toEqual([2, "There is no bucket nobody-has-it."]);
  const gone = await run({}, "s3://scans/none.pdf");
  expect([gone.exit, errorOf(gone).message]).toEqual([10, "s3://scans/none.pdf does not exist."]);
});

it("workers on any machine share a batch whose files are in a bucket", async ({ skip }) => {
  const bin = findPostgres();
  if (bin === undefined) return skip("There is no PostgreSQL.");
  const cluster = await startPostgres(bin);
  // An attempt finds nothing of another one.
  const folder = `many-${Date.now()}`;
  try {
    const shared = { ...env, DOCJOBS_DATABASE: cluster.url };
    await documents(folder, 6);
    const before = await jobCount();
    // A machine of its own has a home of its own; the last one's credentials are wrong, so that it does nothing.
    const workers = [1, 2, 3].map((number) =>
      sandbox.start(["worker"], {
        env: {
          ...shared,
          HOME: sandbox.path(`home-${number}`),
          ...(number === 3 && { AWS_ACCESS_KEY_ID: "nobody" }),
        },
      }),
    );
    const words = ["batch", "run", "castdoc", `s3://scans/${folder}/`, "--to", "docx"];
    const run = await sandbox.run([...words, "-o", `s3://scans/${folder}-out/`], { env: shared });
    for (const { child } of workers) child.kill("SIGTERM");
    const ends = await Promise.all(workers.map(({ done }) => done));
    expect(run.exit, run.stderr + ends.map(({ stderr }) => stderr).join("")).toBe(0);
    expect(await bucket.keys(`${folder}-out/d`)).toEqual(
      Array.from({ length: 6 }, (_, index) => `${folder}-out/d${index}.docx`),
    );
    expect((await jobCount()) - before).toBe(6);
  } finally {
    await cluster.stop();
  }
});
