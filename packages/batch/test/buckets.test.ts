import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openEmbeddedQueue } from "@docjobs/work-queue";
import { cuttingProxy } from "@docjobs/test-servers";
import { expect, onTestFinished, test, vi } from "vitest";
import {
  createBatch,
  defaultStatePath,
  expandInputs,
  type ItemResult,
  listBatches,
  planBatch,
  retryItems,
} from "../src/index.js";
import { batchFiles, optionsFor } from "./support/batch-files.js";
import { FakeApi } from "./support/fake-api.js";
import { startBucket, type TestBucket } from "./support/s3-server.js";

const OUT = "s3://scans/out/";
const pdf = { extensions: ["pdf"] };

/** Results without results.jsonl and what is the batch's own. */
async function results(bucket: TestBucket): Promise<Record<string, string>> {
  const found = Object.entries(await bucket.contents("out/"));
  return Object.fromEntries(
    found.filter(([name]) => name !== "results.jsonl" && !name.startsWith(".docjobs")),
  );
}

async function lines(bucket: TestBucket): Promise<ItemResult[]> {
  const text = (await bucket.contents("out/"))["results.jsonl"] ?? "";
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as ItemResult);
}

test("a folder of a bucket becomes another one; the same command again submits nothing", async () => {
  const bucket = await startBucket();
  await bucket.put({
    "in/a.pdf": "A",
    "in/2025/b c+d%20.pdf": "B",
    "in/ä/日.pdf": "C",
    "in/notes.txt": "no",
    "in/.hidden/e.pdf": "no",
    "in/folder/": "",
    "input.pdf": "no",
  });
  const server = new FakeApi();
  const options = () =>
    optionsFor(server, batchFiles({}), {
      inputs: expandInputs(["s3://scans/in/"], { ...pdf, except: OUT }),
      outputDirectory: OUT,
    });
  const { counts, stopped } = await createBatch(options()).run();
  expect([counts.phases, stopped]).toEqual([{ saved: 3 }, undefined]);
  expect(await results(bucket)).toEqual({
    "a.docx": "converted A",
    "2025/b c+d%20.docx": "converted B",
    "ä/日.docx": "converted C",
  });
  const line = (await lines(bucket)).find(({ output }) => output === "a.docx");
  expect(line).toMatchObject({ input: "s3://scans/in/a.pdf", state: "saved", bytes: 11 });
  expect(line?.sha256).toBe(createHash("sha256").update("converted A").digest("hex"));
  // The state is on this machine, where the same command finds it.
  expect(existsSync(defaultStatePath(OUT))).toBe(true);
  expect((await createBatch(options()).run()).counts.phases).toEqual({ saved: 3 });
  expect(server.jobs.size).toBe(3);
  expect((await lines(bucket)).length).toBe(3);
});

test("documents go from this machine to a bucket, and from a bucket to this machine", async () => {
  const bucket = await startBucket();
  await bucket.put({ "in/far.pdf": "far" });
  const server = new FakeApi();
  const files = batchFiles({ "near.pdf": "near" });
  const inputs = ["s3://scans/in/far.pdf", ...files.inputs];
  await createBatch(optionsFor(server, files, { inputs })).run();
  expect(files.results()).toEqual({ "far.docx": "converted far", "near.docx": "converted near" });
  await createBatch(optionsFor(server, files, { inputs, outputDirectory: "S3://scans//out" })).run();
  expect(await results(bucket)).toEqual({ "far.docx": "converted far", "near.docx": "converted near" });
});

test("words mean one object, a folder or a glob; what is not there is refused", async () => {
  const bucket = await startBucket();
  await bucket.put({ "in/x/a.pdf": "1", "in/x/y/b.pdf": "2", "in/x/y/c.txt": "3", "in/[d].pdf": "4" });
  const expand = async (...words: string[]): Promise<(string | undefined)[][]> => {
    const found = [];
    for await (const { path, output } of expandInputs(words, pdf)) found.push([path, output]);
    return found;
  };
  const a = ["s3://scans/in/x/a.pdf", "a"];
  const b = ["s3://scans/in/x/y/b.pdf", "y/b"];
  expect(await expand("s3://scans/in/x/a.pdf")).toEqual([[a[0], undefined]]);
  expect(await expand("s3://scans/in/[d].pdf")).toEqual([["s3://scans/in/[d].pdf", undefined]]);
  expect(await expand("s3://scans/in/x")).toEqual([a, b]);
  expect(await expand("S3://scans/in/x/")).toEqual([a, b]);
  expect(await expand("s3://scans/in/x/**/*.pdf")).toEqual([a, b]);
  expect(await expand("s3://scans/in/*/*.{pdf,txt}")).toEqual([a]);
  await expect(expand("s3://scans/in/none.pdf")).rejects.toThrow("s3://scans/in/none.pdf does not exist");
  await expect(expand("s3://scans/in/none/*.pdf")).rejects.toThrow("No object matches");
  await expect(expand("s3://scans/none/")).rejects.toThrow("has no files of pdf");
  await expect(expand("s3://nobody-has-it/")).rejects.toThrow("There is no bucket nobody-has-it");
  await expect(expand("s3://NO/")).rejects.toThrow("names no bucket");
});

test("what is looked at before sending can be in a bucket, and a plan sends nothing", async () => {
  const bucket = await startBucket();
  await bucket.put({ "in/a.pdf": "0123456789" });
  const server = new FakeApi();
  const seen: unknown[] = [];
  const options = optionsFor(server, batchFiles({}), {
    inputs: ["s3://scans/in/a.pdf"],
    outputDirectory: OUT,
    check: async (_, document) => {
      const piece = await document?.read(8, 100);
      seen.push(document?.sizeBytes, piece?.toString());
    },
  });
  expect(await planBatch(options)).toEqual([{ input: "s3://scans/in/a.pdf", output: "a.docx" }]);
  expect(Object.keys(await bucket.contents("out/"))).toEqual([]);
  await createBatch(options).run();
  expect(seen).toEqual([10, "89"]);
});

test("an object that is replaced while it is sent fails its item alone, and makes no job", async () => {
  const bucket = await startBucket();
  await bucket.put({ "in/a.pdf": "old", "in/b.pdf": "B" });
  const server = new FakeApi();
  let isReplaced = false;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    if (pathname === "/files" && !isReplaced) {
      isReplaced = true;
      await bucket.put({ "in/a.pdf": "new" });
    }
    return server.fetch(input, init);
  };
  const inputs = ["s3://scans/in/a.pdf", "s3://scans/in/b.pdf", "s3://scans/in/gone.pdf"];
  const options = optionsFor(server, batchFiles({}), {
    inputs,
    outputDirectory: OUT,
    concurrency: 1,
    clientOptions: { apiKey: "key", fetch, random: () => 0 },
  });
  const { counts } = await createBatch(options).run();
  expect(counts.phases).toEqual({ saved: 1, failed: 2 });
  const failed = (await lines(bucket)).filter(({ state }) => state === "failed");
  expect(failed.map(({ error }) => [error?.code, error?.message])).toEqual([
    ["input_file", expect.stringContaining("has changed meanwhile")],
    ["input_file", "s3://scans/in/gone.pdf does not exist."],
  ]);
  expect([...server.jobsByContent.keys()]).toEqual(["B"]);
});

test("an object that is in the way is found before anything is paid for, and stays", async () => {
  const bucket = await startBucket();
  await bucket.put({ "in/a.pdf": "A", "in/b.pdf": "B", "out/a.docx": "precious" });
  const server = new FakeApi();
  const options = { inputs: ["s3://scans/in/a.pdf", "s3://scans/in/b.pdf"], outputDirectory: OUT };
  const { counts } = await createBatch(optionsFor(server, batchFiles({}), options)).run();
  expect([counts.phases, server.jobs.size]).toEqual([{ saved: 1, failed: 1 }, 1]);
  expect(await results(bucket)).toEqual({ "a.docx": "precious", "b.docx": "converted B" });
  const queue = await openEmbeddedQueue({ path: defaultStatePath(OUT) });
  const [batch] = await listBatches(queue);
  expect(await retryItems(queue, batch?.id ?? "")).toBe(1);
  await queue.close();
  await createBatch(optionsFor(server, batchFiles({}), { ...options, overwrite: true })).run();
  expect((await results(bucket))["a.docx"]).toBe("converted A");
});

test("a chain's results between two steps are in the bucket, and gone at its end", async () => {
  const bucket = await startBucket();
  await bucket.put({ "in/a.pdf": "A", "in/b.pdf": "B" });
  const server = new FakeApi();
  const shared = new Set<string>();
  const fetch: typeof globalThis.fetch = async (input, init) => {
    for (const key of Object.keys(await bucket.contents("out/.docjobs/work/"))) shared.add(key);
    return server.fetch(input, init);
  };
  const clientOptions = { apiKey: "key", fetch, random: () => 0 };
  const step = optionsFor(server, batchFiles({}), {
    inputs: ["s3://scans/in/a.pdf", "s3://scans/in/b.pdf"],
    outputDirectory: OUT,
    clientOptions,
  });
  const then = [{ api: step.api, clientOptions, extension: "docx" }];
  const { counts } = await createBatch({ ...step, then }).run();
  expect(counts.phases).toEqual({ saved: 2 });
  expect(await results(bucket)).toEqual({
    "a.docx": "converted converted A",
    "b.docx": "converted converted B",
  });
  expect(shared.size).toBe(2);
  expect(await bucket.contents("out/.docjobs/work/")).toEqual({});
});

test("another machine, whose state does not know the batch, is refused before it pays twice", async () => {
  const bucket = await startBucket();
  await bucket.put({ "in/a.pdf": "A" });
  const server = new FakeApi();
  const options = optionsFor(server, batchFiles({}), {
    inputs: ["s3://scans/in/a.pdf"],
    outputDirectory: OUT,
  });
  await createBatch(options).run();
  const other = await openEmbeddedQueue({ path: ":memory:" });
  onTestFinished(() => other.close());
  const refused = createBatch({ ...options, queue: other }).run();
  await expect(refused).rejects.toThrow(/are in another state, made on .*nothing was sent/u);
  await expect(refused).rejects.toMatchObject({
    hint: expect.stringContaining("s3://scans/out/.docjobs/state.json") as string,
  });
  expect(server.jobs.size).toBe(1);
});

test("a connection to the bucket that breaks costs neither a job nor a byte", async () => {
  const bucket = await startBucket();
  const content = "x".repeat(600_000);
  await bucket.put({ "in/a.pdf": content });
  let connections = 0;
  // The first two end in the middle of the object.
  const proxy = await cuttingProxy(bucket.endpoint, () => (++connections <= 2 ? 250_000 : Infinity));
  vi.stubEnv("AWS_ENDPOINT_URL_S3", proxy);
  const server = new FakeApi();
  const options = optionsFor(server, batchFiles({}), {
    inputs: ["s3://scans/in/a.pdf"],
    outputDirectory: OUT,
  });
  const { counts, stopped } = await createBatch(options).run();
  expect([counts.phases, stopped]).toEqual([{ saved: 1 }, undefined]);
  expect(connections).toBeGreaterThan(2);
  expect([...server.jobsByContent]).toEqual([[content, 1]]);
  expect(await results(bucket)).toEqual({ "a.docx": `converted ${content}` });
});

test("credentials that the bucket does not take end the run, and fail no item", async () => {
  const bucket = await startBucket();
  await bucket.put({ "in/a.pdf": "A", "in/b.pdf": "B" });
  const server = new FakeApi();
  const files = batchFiles({});
  const inputs = ["s3://scans/in/a.pdf", "s3://scans/in/b.pdf"];
  vi.stubEnv("AWS_ACCESS_KEY_ID", "nobody");
  const { stopped, counts } = await createBatch(optionsFor(server, files, { inputs })).run();
  expect([stopped?.reason, counts.phases, server.requests.length]).toEqual(["refused", { planned: 2 }, 0]);
  expect(String(stopped?.error)).toContain("does not take the credentials");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "S3RVER");
  const again = await createBatch(optionsFor(server, files, { inputs })).run();
  expect(again.counts.phases).toEqual({ saved: 2 });
  expect(readFileSync(join(files.output, "b.docx"), "utf8")).toBe("converted B");
});
