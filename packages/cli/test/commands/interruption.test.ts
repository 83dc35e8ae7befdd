import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { JOB, startFakeCastdoc, type Answer, type FakeCastdoc } from "../support/fake-castdoc.js";
import { fixture } from "../support/fixture.js";
import { errorOf, makeSandbox, type Sandbox } from "../support/run-cli.js";

let sandbox: Sandbox;
let server: FakeCastdoc;

beforeAll(() => {
  sandbox = makeSandbox();
  copyFileSync(fixture("plain.pdf"), sandbox.path("a.pdf"));
});
afterEach(() => server.close());
afterAll(() => sandbox.remove());

const getJob = `GET /castdoc/jobs/${JOB.job_id}`;

async function startAgainst(script: Record<string, Answer>, words: readonly string[] = []) {
  server = await startFakeCastdoc(script);
  return sandbox.start(["run", "castdoc", "a.pdf", "--to", "docx", "-o", "out.docx", ...words], {
    env: server.env,
  });
}

describe("a signal while waiting", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s detaches at once with exit %i and says how to go on", async (signal, exit) => {
    const cli = await startAgainst({ [getJob]: { hang: true } });
    await server.asked(getJob);
    const before = performance.now();
    cli.child.kill(signal);
    const result = await cli.done;
    expect(performance.now() - before).toBeLessThan(3000);
    expect(result.exit).toBe(exit);
    expect(result.stdout).toBe("");
    expect(result.stderr).toContain(`docjobs wait castdoc ${JOB.job_id}`);
    expect(result.stderr).not.toContain("docjobs cancel");
    expect(server.requests.filter((line) => line.startsWith("DELETE"))).toEqual([]);
  });

  it("is one JSON object with --json, and the job is written down", async () => {
    const cli = await startAgainst({ [getJob]: { hang: true } }, ["--json"]);
    await server.asked(getJob);
    cli.child.kill("SIGINT");
    const result = await cli.done;
    expect(errorOf(result)).toMatchObject({
      code: "interrupted",
      exit: 130,
      jobId: JOB.job_id,
      provider: "castdoc",
    });
    const records = sandbox.path("home/.local/state/docjobs/jobs");
    const log = readdirSync(records)
      .map((name) => readFileSync(join(records, name), "utf8"))
      .join("\n");
    expect(log).toContain(JOB.job_id);
    expect(log).not.toContain("secret-key-1");
  });

  it("counts two deliveries of one key press as one", async () => {
    const cli = await startAgainst({ [getJob]: { hang: true } });
    await server.asked(getJob);
    cli.child.kill("SIGINT");
    cli.child.kill("SIGINT");
    const result = await cli.done;
    expect(result.exit).toBe(130);
    expect(result.stderr).toContain("docjobs wait castdoc");
  });
});

it("says that a job may exist when the submit was under way", async () => {
  const cli = await startAgainst({ "POST /castdoc/jobs": { hang: true } });
  await server.asked("POST /castdoc/jobs");
  cli.child.kill("SIGINT");
  const result = await cli.done;
  expect(result.exit).toBe(130);
  expect(result.stderr).toContain("submit state is unknown");
  expect(result.stderr).toContain("docjobs list castdoc");
  expect(server.requests.filter((line) => line === "POST /castdoc/jobs")).toHaveLength(1);
});

it("says that no job was made when the upload was under way", async () => {
  const cli = await startAgainst({ "POST /files": { hang: true } });
  await server.asked("POST /files");
  cli.child.kill("SIGINT");
  const result = await cli.done;
  expect(result.exit).toBe(130);
  expect(result.stderr).toContain("no job was made");
});

it("leaves no part of a result behind", async () => {
  const fileId = "e".repeat(32);
  const cli = await startAgainst({
    [getJob]: { json: { ...JOB, status: "completed", output_file_id: fileId } },
    [`GET /files/${fileId}/content`]: { hang: true },
  });
  await server.asked(`GET /files/${fileId}/content`);
  cli.child.kill("SIGINT");
  const result = await cli.done;
  expect(result.exit).toBe(130);
  expect(result.stderr).toContain("docjobs download castdoc");
  expect(readdirSync(sandbox.directory).filter((name) => /out|part/u.test(name))).toEqual([]);
});
