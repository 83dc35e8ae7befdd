import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createBatch, type ItemResult } from "../src/index.js";
import { batchFiles, optionsFor } from "./support/batch-files.js";
import { FakeApi, type Fate } from "./support/fake-api.js";

function contents(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`d${index}.pdf`, `content ${index}`]),
  );
}

test("every input becomes one job and one saved result, and results.jsonl tells of each", async () => {
  const server = new FakeApi();
  const files = batchFiles(contents(25));
  const results: ItemResult[] = [];
  const batch = createBatch(optionsFor(server, files));
  for await (const result of batch) results.push(result);
  expect(batch.summary?.stopped).toBeUndefined();
  expect(results.map(({ state }) => state)).toEqual(Array(25).fill("saved"));
  expect(files.results()["d7.docx"]).toBe("converted content 7");
  expect(Object.keys(files.results()).length).toBe(25);
  expect([...server.jobsByContent.values()]).toEqual(Array(25).fill(1));
  expect(server.mostInFlight).toBeLessThanOrEqual(8);
  const line = files.lines().find(({ output }) => output === "d7.docx");
  expect(line).toMatchObject({ input: files.inputs[7], bytes: 19, error: null });
  expect(line?.sha256).toBe(createHash("sha256").update("converted content 7").digest("hex"));
  expect(files.lines().length).toBe(25);
  expect(existsSync(join(files.output, ".docjobs", "work"))).toBe(true);
});

test("a second run submits nothing, and a new input alone", async () => {
  const server = new FakeApi();
  const files = batchFiles(contents(5));
  await createBatch(optionsFor(server, files, { inputs: files.inputs.slice(0, 4) })).run();
  await createBatch(optionsFor(server, files, { inputs: files.inputs.slice(0, 4) })).run();
  expect(server.jobs.size).toBe(4);
  const told: string[] = [];
  await createBatch(optionsFor(server, files)).run(({ input }) => void told.push(input));
  expect([server.jobs.size, told]).toEqual([5, [files.inputs[4]]]);
  expect(files.lines().length).toBe(5);
});

test("a failed job is one item's failure", async () => {
  const server = new FakeApi({ outcomeOf: (content) => (content.endsWith("3") ? "failed" : "completed") });
  const files = batchFiles(contents(6));
  const { counts } = await createBatch(optionsFor(server, files)).run();
  expect(counts.phases).toEqual({ saved: 5, failed: 1 });
  expect(files.lines().find(({ state }) => state === "failed")).toMatchObject({
    input: files.inputs[3],
    output: null,
    error: { code: "job_failed", message: "It is broken.", providerCode: "broken" },
  });
});

test("equal contents are uploaded once and submitted each", async () => {
  const server = new FakeApi();
  const files = batchFiles({ "a.pdf": "same", "b.pdf": "same", "c.pdf": "same", "d.pdf": "other" });
  await createBatch(optionsFor(server, files)).run();
  expect(server.count("POST", /^\/files$/)).toBe(2);
  expect(server.jobsByContent).toEqual(
    new Map([
      ["same", 3],
      ["other", 1],
    ]),
  );
});

test("a file that is in the way is found before anything is paid for, and stays", async () => {
  const server = new FakeApi();
  const files = batchFiles(contents(2));
  mkdirSync(files.output);
  writeFileSync(join(files.output, "d0.docx"), "precious");
  const { counts } = await createBatch(optionsFor(server, files)).run();
  expect([counts.phases, server.jobs.size]).toEqual([{ saved: 1, failed: 1 }, 1]);
  expect(files.results()["d0.docx"]).toBe("precious");
});

test("an answer that is lost is found in the API's list, and not submitted again", async () => {
  let submits = 0;
  const server = new FakeApi({
    fate: ({ method, path }) =>
      method === "POST" && path.endsWith("/jobs") && ++submits % 3 === 0 ? "lost" : "ok",
  });
  const files = batchFiles(contents(12));
  const { counts } = await createBatch(optionsFor(server, files)).run();
  expect(files.lines().flatMap(({ error }) => error?.message ?? [])).toEqual([]);
  expect(counts.phases).toEqual({ saved: 12 });
  expect([...server.jobsByContent.values()]).toEqual(Array(12).fill(1));
});

test("without a list a lost answer is reported as unknown, and never submitted again", async () => {
  let submits = 0;
  const fate = ({ method, path }: { method: string; path: string }): Fate =>
    method === "POST" && path.endsWith("/jobs") && ++submits === 2 ? "lost" : "ok";
  const server = new FakeApi({ fate, hasList: false });
  const files = batchFiles(contents(4));
  for (let run = 0; run < 2; run++) {
    const { counts } = await createBatch(optionsFor(server, files)).run();
    expect(counts.phases).toEqual({ saved: 3, unknown: 1 });
  }
  expect([...server.jobsByContent.values()]).toEqual([1, 1, 1, 1]);
  expect(files.lines().find(({ state }) => state === "unknown")?.error?.code).toBe("submit_outcome_unknown");
});

test("a lost answer is replayed with the same key where that makes no second job", async () => {
  let submits = 0;
  const server = new FakeApi({
    isIdempotent: true,
    hasList: false,
    fate: ({ method, path }) =>
      method === "POST" && path.endsWith("/jobs") && ++submits % 2 === 0 ? "lost" : "ok",
  });
  const files = batchFiles(contents(6));
  const { counts } = await createBatch(optionsFor(server, files)).run();
  expect(counts.phases).toEqual({ saved: 6 });
  expect([...server.jobsByContent.values()]).toEqual(Array(6).fill(1));
});

test("an outage makes no storm, ends the run, and the next run goes on", async () => {
  let isDown = true;
  const server = new FakeApi({ fate: () => (isDown ? { status: 500 } : "ok") });
  const files = batchFiles(contents(50));
  const limits = { reconcileAfterMs: 1, outageMs: 50, outagePauseMs: 1, graceMs: 1000 };
  const { stopped, counts } = await createBatch(optionsFor(server, files, { limits })).run();
  expect(stopped?.reason).toBe("outage");
  expect(counts.states.failed).toBe(0);
  expect(server.requests.length).toBeLessThanOrEqual(50 * 1.2 + 10);
  isDown = false;
  const next = await createBatch(optionsFor(server, files)).run();
  expect(next.counts.phases).toEqual({ saved: 50 });
});

test("a 429 makes everybody wait", async () => {
  let refusedAt = 0;
  let early = 0;
  const server = new FakeApi({
    fate: ({ method }) => {
      if (method === "POST" && server.jobs.size === 3 && refusedAt === 0) {
        refusedAt = performance.now();
        return { status: 429, retryAfter: 1 };
      }
      if (refusedAt > 0 && performance.now() - refusedAt < 900) early++;
      return "ok";
    },
  });
  const files = batchFiles(contents(10));
  const { counts } = await createBatch(optionsFor(server, files)).run();
  expect(counts.phases).toEqual({ saved: 10 });
  // Those that had left already may still arrive.
  expect(early).toBeLessThan(8);
});

test("the documented limit of jobs holds, whatever the caller wants", async () => {
  const server = new FakeApi({ looksToEnd: 3 });
  const files = batchFiles(contents(20));
  const api = { ...server.api, limits: { inFlight: 2 } };
  await createBatch(optionsFor(server, files, { api, concurrency: 10 })).run();
  expect([server.jobs.size, server.mostInFlight]).toEqual([20, 2]);
});

test("credits are not spent beyond the limit", async () => {
  const server = new FakeApi();
  const files = batchFiles(contents(10));
  const money = { maxCredits: 7, estimate: async () => 2 };
  const { stopped, counts, credits } = await createBatch(optionsFor(server, files, money)).run();
  expect([stopped?.reason, server.jobs.size, credits]).toEqual(["credits", 3, 6]);
  expect(counts.phases["planned"]).toBe(7);
  const more = await createBatch(optionsFor(server, files, { ...money, maxCredits: 20 })).run();
  expect([more.counts.phases, more.credits]).toEqual([{ saved: 10 }, 20]);
});

test("a key that is refused ends the run and fails no item", async () => {
  const server = new FakeApi({ fate: () => ({ status: 401 }) });
  const files = batchFiles(contents(10));
  const { stopped, counts } = await createBatch(optionsFor(server, files)).run();
  expect([stopped?.reason, counts.phases]).toEqual(["refused", { planned: 10 }]);
  expect(server.requests.length).toBeLessThan(10);
});

test("leaving the loop ends the run, and the next one goes on", async () => {
  const server = new FakeApi();
  const files = batchFiles(contents(30));
  const batch = createBatch(optionsFor(server, files, { concurrency: 2 }));
  for await (const { state } of batch) {
    expect(state).toBe("saved");
    break;
  }
  expect(batch.summary?.stopped?.reason).toBe("aborted");
  expect(server.jobs.size).toBeLessThan(30);
  const { counts } = await createBatch(optionsFor(server, files)).run();
  expect([counts.phases, server.jobs.size]).toEqual([{ saved: 30 }, 30]);
});

test("a chain feeds each result to the next job", async () => {
  const server = new FakeApi();
  const files = batchFiles(contents(4));
  const step = optionsFor(server, files);
  const { counts } = await createBatch({
    ...step,
    then: [{ api: step.api, clientOptions: step.clientOptions ?? {}, extension: "docx" }],
  }).run();
  expect(counts.phases).toEqual({ saved: 4 });
  expect(files.results()["d1.docx"]).toBe("converted converted content 1");
  expect(server.jobs.size).toBe(8);
});

test("steps that do not fit are refused before anything is read", () => {
  const server = new FakeApi();
  const files = batchFiles({});
  const inline = structuredClone({ ...server.api, features: undefined, kinds: server.api.kinds });
  const kind = inline.kinds["convert"];
  if (kind) kind.result = { type: "inline", at: "/result" };
  const step = optionsFor(server, files);
  const first = { ...server.api, kinds: inline.kinds };
  expect(() => createBatch({ ...step, api: first, then: [{ api: step.api }] })).toThrow("cannot take what");
});

test("an input that is not there is refused before anything is sent", async () => {
  const server = new FakeApi();
  const files = batchFiles(contents(1));
  const inputs = [...files.inputs, join(files.directory, "missing.pdf")];
  await expect(createBatch(optionsFor(server, files, { inputs })).run()).rejects.toThrow("does not exist");
  expect(server.requests.length).toBe(0);
  expect(readFileSync(files.inputs[0] ?? "", "utf8")).toBe("content 0");
});
