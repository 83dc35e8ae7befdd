import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture } from "../support/fixture.js";
import { makeSandbox, program, samples, type Sandbox } from "../support/run-cli.js";

let sandbox: Sandbox;

beforeAll(() => {
  sandbox = makeSandbox();
});
afterAll(() => sandbox.remove());

const convert = ["run", "convert-fast", fixture("small.png"), "--to"];

describe("--local", () => {
  it("works without a key, keeps jobs in the data directory, and lets go of it", async () => {
    const words = [...convert, "jpg", "--local", "--data", "here", "--json=jobId,output"];
    const first = await sandbox.run(words);
    expect(first.exit, first.stderr).toBe(0);
    const { jobId } = JSON.parse(first.stdout) as { jobId: string };
    const again = await sandbox.run(["get", "convert-fast", jobId, "--json=state"], {
      env: { DOCJOBS_LOCAL: "1", DOCJOBS_DATA: sandbox.path("here") },
    });
    expect(JSON.parse(again.stdout)).toEqual({ state: "succeeded" });
    expect(existsSync(sandbox.path("here/docjobs.lock"))).toBe(false);
  });

  it("defaults to the user's data directory", async () => {
    const result = await sandbox.run(["engines", "castdoc", "--local"]);
    expect(result.stdout).toContain("ki/cast");
    expect(existsSync(sandbox.path("home/.local/share/docjobs/local"))).toBe(true);
  });

  it("checks everything before it starts the engines", async () => {
    const result = await sandbox.run([
      "run",
      "castdoc",
      "nope.pdf",
      "--to",
      "docx",
      "--local",
      "--data",
      "unused",
    ]);
    expect(result.exit).toBe(10);
    expect(existsSync(sandbox.path("unused"))).toBe(false);
  });

  it("waits for another one-shot command that has the directory", async () => {
    const words = (to: string) => [...convert, to, "--local", "--data", "shared", "-o", `shared.${to}`];
    const results = await Promise.all([sandbox.run(words("webp")), sandbox.run(words("gif"))]);
    expect(results.map(({ exit }) => exit)).toEqual([0, 0]);
    expect(results.map(({ stderr }) => stderr).join("\n")).toMatch(/Waiting for process \d+/u);
  });
});

describe("serve", () => {
  it("prints its URL alone on stdout, serves other commands on its directory, and stops cleanly", async () => {
    const serving = sandbox.start(["serve", "--port", "0", "--data", "served"]);
    await serving.says("stdout", "\n");
    const url = serving.stdout().trim();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/u);
    await serving.says("stderr", `export DOCJOBS_ANCHORGRID_BASE_URL=${url}`);
    expect(serving.stderr()).toContain(`export DOCJOBS_CASTDOC_BASE_URL=${url}`);

    const result = await sandbox.run([...convert, "avif", "--local", "--data", "served"]);
    expect(result.exit, result.stderr).toBe(0);
    expect(result.stderr).toContain(`Using the server at ${url}`);

    const second = await sandbox.run(["serve", "--port", "0", "--data", "served"]);
    expect(second.exit).toBe(10);
    expect(second.stderr).toContain(url);

    serving.child.kill("SIGTERM");
    expect(await serving.done).toMatchObject({ exit: 0, stdout: `${url}\n` });
    expect(existsSync(sandbox.path("served/docjobs.lock"))).toBe(false);
    expect(existsSync(sandbox.path("served/docjobs.serve"))).toBe(false);
  });

  it("demands the key it was given, and names a port that is taken", async () => {
    const env = { DOCJOBS_SERVE_KEY: "only-this" };
    const serving = sandbox.start(["serve", "--port", "0", "--data", "keyed", "--json"], { env });
    await serving.says("stdout", "\n");
    const { url } = JSON.parse(serving.stdout()) as { url: string };
    const ask = (key: string) =>
      sandbox.run(["list", "castdoc"], {
        env: { DOCJOBS_CASTDOC_BASE_URL: url, DOCJOBS_CASTDOC_API_KEY: key },
      });
    expect((await ask("other")).exit).toBe(4);
    expect((await ask("only-this")).exit).toBe(0);
    const taken = await sandbox.run(["serve", "--port", new URL(url).port, "--data", "other"]);
    expect(taken.exit).toBe(2);
    expect(taken.stderr).toContain("--port");
    serving.child.kill("SIGINT");
    expect((await serving.done).exit).toBe(0);
  });
});

it(
  "Ctrl-C with --local ends the server, and the next command finishes the job",
  { timeout: 90_000 },
  async () => {
    const words = ["run", "castdoc", `${samples}spec-leader.pdf`, "--to", "docx", "--local", "--data", "cut"];
    const cli = sandbox.start([...words, "-o", "cut.docx"]);
    await cli.says("stderr", /· (?:submitted|queued|running)/u);
    cli.child.kill("SIGINT");
    const result = await cli.done;
    expect(result.exit).toBe(130);
    expect(existsSync(sandbox.path("cut/docjobs.lock"))).toBe(false);
    expect(result.stderr).toMatch(/docjobs wait castdoc \S+ --local --data cut\n/u);
    const resumed = await sandbox.run(["resume", "--all"]);
    expect(resumed.exit, resumed.stderr).toBe(0);
    expect(readFileSync(sandbox.path("cut.docx")).subarray(0, 2).toString()).toBe("PK");
  },
);

it("names the one command that adds the engines where they are not installed", async () => {
  copyFileSync(program, sandbox.path("alone.cjs"));
  const alone = spawnSync(process.execPath, [sandbox.path("alone.cjs"), "engines", "castdoc", "--local"], {
    encoding: "utf8",
    env: { HOME: sandbox.path("home") },
  });
  expect(alone.status).toBe(2);
  expect(alone.stderr).toContain("npm install -g @docjobs/local-server");
});
