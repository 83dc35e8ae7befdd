import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { JOB, startFakeCastdoc, type FakeCastdoc } from "../support/fake-castdoc.js";
import { fixture } from "../support/fixture.js";
import { makeSandbox, program, type Sandbox } from "../support/run-cli.js";

let sandbox: Sandbox;
let server: FakeCastdoc | undefined;

beforeAll(() => {
  sandbox = makeSandbox();
  copyFileSync(fixture("plain.pdf"), sandbox.path("a.pdf"));
});
afterEach(() => server?.close());
afterAll(() => sandbox.remove());

const shell = (command: string) =>
  spawnSync("sh", ["-c", command.replaceAll("docjobs", `${process.execPath} ${program}`)], {
    encoding: "utf8",
  });

describe("standard output", () => {
  it("that closes early ends the program quietly", () => {
    const { stderr, stdout } = shell("docjobs providers --json | head -1");
    expect(stderr).toBe("");
    expect(stdout.trim().split("\n")).toHaveLength(1);
  });

  it.runIf(existsSync("/dev/full"))("on a full disk is exit 10 and a message", () => {
    const { status, stderr } = shell("docjobs providers > /dev/full");
    expect(status).toBe(10);
    expect(stderr).toContain("ENOSPC");
    expect(stderr).not.toContain("    at ");
  });
});

it("writes no escape sequence to streams that are no terminal, and data only on stdout", async () => {
  const fileId = "e".repeat(32);
  // A ZIP file ends with its directory, which may be empty.
  const body = `PK\u0003\u0004 result PK\u0005\u0006${"\0".repeat(18)}`;
  server = await startFakeCastdoc({
    [`GET /castdoc/jobs/${JOB.job_id}`]: { json: { ...JOB, status: "completed", output_file_id: fileId } },
    [`GET /files/${fileId}/content`]: { body },
  });
  const words = ["run", "castdoc", "a.pdf", "--to", "docx", "-o", "-"];
  const result = await sandbox.run(words, { env: server.env });
  expect(result).toMatchObject({ exit: 0, stdout: body });
  expect(result.stderr).toContain("succeeded");
  expect(result.stderr).not.toContain("\u001B");
});

it("shows a failed job's message without its escape sequences", async () => {
  server = await startFakeCastdoc({
    [`GET /castdoc/jobs/${JOB.job_id}`]: {
      json: {
        ...JOB,
        status: "failed",
        error: { code: "x", message: "\u001B]0;owned\u0007\u001B[2J\u009B1m" },
      },
    },
  });
  const result = await sandbox.run(["run", "castdoc", "a.pdf", "--to", "docx"], { env: server.env });
  expect(result.exit).toBe(3);
  expect(result.stderr).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/u);
});
