import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { JOB, startFakeCastdoc, type Answer, type FakeCastdoc } from "../support/fake-castdoc.js";
import { fixture } from "../support/fixture.js";
import { errorOf, makeSandbox, type CliResult, type Sandbox } from "../support/run-cli.js";

let sandbox: Sandbox;
let server: FakeCastdoc;

beforeEach(() => {
  sandbox = makeSandbox();
  copyFileSync(fixture("plain.pdf"), sandbox.path("a.pdf"));
});
afterEach(async () => {
  await server.close();
  sandbox.remove();
});

const RESULT = "PK\u0003\u0004 result PK\u0005\u0006";
const FILE = "e".repeat(32);
const DONE = { ...JOB, status: "completed", output_file_id: FILE };
const SUBMIT = "POST /castdoc/jobs";
const LIST = "GET /castdoc/jobs";
const script = (more: Record<string, Answer> = {}): Record<string, Answer> => ({
  [`GET /castdoc/jobs/${JOB.job_id}`]: { json: DONE },
  [`GET /files/${FILE}/content`]: { body: RESULT },
  ...more,
});

/** A record as a process that is gone left it. */
function leaveRecord(more: object, mark = "2147483646-1"): void {
  const { size, mtimeMs } = statSync(sandbox.path("a.pdf"));
  const id = "00000000-0000-4000-8000-000000000001";
  const record = {
    id,
    at: "2026-01-01T00:00:00.000Z",
    stage: "planned",
    provider: "castdoc",
    kind: "convert",
    input: "a.pdf",
    output: sandbox.path("a.docx"),
    request: {
      fields: { output_format: "docx", engine: "ki/cast" },
      document: { path: sandbox.path("a.pdf"), sizeBytes: size, modifiedMs: mtimeMs },
    },
    ...more,
  };
  mkdirSync(records(), { recursive: true });
  writeFileSync(join(records(), `${id}.${mark}.json`), JSON.stringify(record), { mode: 0o600 });
}

function records(): string {
  return sandbox.path("home/.local/state/docjobs/jobs");
}

function submitting(more: object = {}): object {
  const { size, mtimeMs } = statSync(sandbox.path("a.pdf"));
  return {
    stage: "submitting",
    request: {
      fields: { output_format: "docx", engine: "ki/cast" },
      document: { path: sandbox.path("a.pdf"), sizeBytes: size, modifiedMs: mtimeMs },
      inputReference: JOB["file_id"],
      sentAt: "2026-01-01T00:00:00.000Z",
      ...more,
    },
  };
}

async function resumeAll(answers: Record<string, Answer> = {}, ...words: string[]): Promise<CliResult> {
  server = await startFakeCastdoc(script(answers));
  return sandbox.run(["resume", "--all", ...words], { env: server.env });
}

const submits = (): number => server.requests.filter((line) => line === SUBMIT).length;
const left = (): string[] => readdirSync(records());

describe("resume after a crash", () => {
  it("submits what was not sent", async () => {
    leaveRecord({});
    expect(await resumeAll()).toMatchObject({ exit: 0, stdout: `${sandbox.path("a.docx")}\n` });
    expect(readFileSync(sandbox.path("a.docx"), "utf8")).toBe(RESULT);
    expect([submits(), left()]).toEqual([1, []]);
  });

  it("finds the job of a submit whose answer nobody saw, and does not submit again", async () => {
    leaveRecord(submitting());
    expect((await resumeAll({ [LIST]: { json: { data: [DONE] } } })).exit).toBe(0);
    expect([submits(), left()]).toEqual([0, []]);
  });

  it("submits where the list shows that no job was made, with the document that is there already", async () => {
    leaveRecord(submitting());
    expect((await resumeAll()).exit).toBe(0);
    expect([submits(), left()]).toEqual([1, []]);
    expect(server.requests).not.toContain("POST /files");
  });

  it("says once that nobody can know, where the list is cut off before the submit", async () => {
    leaveRecord(submitting());
    const other = { ...DONE, file_id: "0".repeat(32), created_at: "2026-06-01T00:00:00Z" };
    const first = await resumeAll({ [LIST]: { json: { data: Array.from({ length: 20 }, () => other) } } });
    expect(first.exit).toBe(12);
    expect(first.stderr).toContain("It is not known whether castdoc took the convert job for a.pdf");
    expect([submits(), left()]).toEqual([0, []]);
  });

  it("does not send a document that has changed", async () => {
    leaveRecord({});
    writeFileSync(sandbox.path("a.pdf"), "%PDF-1.7 another %%EOF");
    const { exit, stderr } = await resumeAll();
    expect([exit, submits(), left()]).toEqual([12, 0, []]);
    expect(stderr).toContain("has changed since");
  });

  it("keeps what it could not submit for another time", async () => {
    leaveRecord({});
    expect((await resumeAll({ [SUBMIT]: { status: 401, json: {} } })).exit).toBe(12);
    expect(left().length).toBe(1);
  });

  it("reads the key from stdin once for all", async () => {
    leaveRecord({});
    server = await startFakeCastdoc(script());
    const { DOCJOBS_CASTDOC_API_KEY: key = "", ...env } = server.env;
    const resumed = await sandbox.run(["resume", "--all", "--api-key-stdin"], { env, input: `${key}\n` });
    expect([resumed.exit, submits(), left()]).toEqual([0, 1, []]);
  });

  it("knows a result that was saved right before the crash", async () => {
    const sha256 = createHash("sha256").update(RESULT).digest("hex");
    const path = sandbox.path("a.docx");
    writeFileSync(path, RESULT);
    leaveRecord({
      stage: "submitted",
      jobId: JOB.job_id,
      token: "t",
      saved: { path, sizeBytes: RESULT.length, sha256 },
    });
    expect(await resumeAll()).toMatchObject({ exit: 0, stdout: `${path}\n` });
    expect([server.requests, left()]).toEqual([[], []]);
  });

  it("leaves a job to the process that follows it", async () => {
    leaveRecord({ stage: "submitted", jobId: JOB.job_id, token: "t" }, `${process.pid}`);
    const { exit, stderr } = await resumeAll();
    expect([exit, server.requests, left().length]).toEqual([0, [], 1]);
    expect(stderr).toContain(`Process ${process.pid} has the castdoc job for a.pdf in hand`);
  });
});

it("lists what is unfinished with what has arrived, and goes on with one by its id", async () => {
  server = await startFakeCastdoc(script());
  leaveRecord({ part: { path: "/x/.docjobs-0123456789abcdef.part" } });
  const { stdout } = await sandbox.run(["resume", "--json"]);
  const [line] = stdout.trim().split("\n");
  const listed = JSON.parse(line ?? "") as Record<string, unknown>;
  expect(listed).toMatchObject({ stage: "planned", jobId: null, part: "/x/.docjobs-0123456789abcdef.part" });
  expect((await sandbox.run(["resume"])).stdout).toContain("(not submitted)");
  const resumed = await sandbox.run(["resume", String(listed["token"])], { env: server.env });
  expect(resumed.exit).toBe(0);
  expect([existsSync(sandbox.path("a.docx")), left()]).toEqual([true, []]);
});

it("does not take another command's token for one of its own", async () => {
  server = await startFakeCastdoc(script());
  const result = await sandbox.run(["resume", "nonsense", "--json"]);
  expect(result.exit).toBe(2);
  expect(errorOf(result)).toMatchObject({ code: "usage" });
});
