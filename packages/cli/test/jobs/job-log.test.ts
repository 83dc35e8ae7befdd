import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import type { CliContext } from "../../src/context.js";
import { jobLogPath, logJob, unfinishedJobs } from "../../src/jobs/job-log.js";

const home = mkdtempSync(join(tmpdir(), "docjobs-log-"));
afterAll(() => rmSync(home, { recursive: true }));

// The log looks at nothing else.
const context = { env: {}, home } as CliContext;
const job = (jobId: string) => ({
  at: "t",
  provider: "castdoc",
  kind: "convert",
  jobId,
  token: jobId,
  input: "a",
  output: null,
});

it("keeps jobs until they have ended, privately, and survives a line that a crash cut off", async () => {
  const notes: string[] = [];
  await logJob(context, job("1"), (line) => notes.push(line));
  appendFileSync(jobLogPath(context), '{"provider":"castdoc","jobId":"cut\n');
  await logJob(context, job("2"), (line) => notes.push(line));
  await logJob(context, { at: "t", provider: "castdoc", jobId: "1", ended: "succeeded" }, (line) =>
    notes.push(line),
  );
  expect((await unfinishedJobs(context)).map(({ jobId }) => jobId)).toEqual(["2"]);
  expect(statSync(jobLogPath(context)).mode & 0o077).toBe(0);
  expect(readFileSync(jobLogPath(context), "utf8").trim().split("\n")).toHaveLength(4);
  expect(notes).toEqual([]);
});

it("only notes that it cannot be written", async () => {
  const notes: string[] = [];
  await logJob({ env: {}, home: "/dev/null" } as CliContext, job("3"), (line) => notes.push(line));
  expect(notes.join()).toContain("not written down");
});
