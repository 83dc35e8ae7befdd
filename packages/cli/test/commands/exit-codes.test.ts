import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { execFileSync } from "node:child_process";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { JOB, startFakeCastdoc, type Answer, type FakeCastdoc } from "../support/fake-castdoc.js";
import { fixture } from "../support/fixture.js";
import { errorOf, makeSandbox, samples, type Sandbox } from "../support/run-cli.js";

let sandbox: Sandbox;
let server: FakeCastdoc | undefined;

beforeAll(() => {
  sandbox = makeSandbox();
  copyFileSync(fixture("plain.pdf"), sandbox.path("a.pdf"));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
});
afterAll(() => sandbox.remove());

async function runAgainst(script: Record<string, Answer>, words: readonly string[] = []) {
  const fake = await startFakeCastdoc(script);
  const command = ["run", "castdoc", "a.pdf", "--to", "docx", "-o", "out.docx", "--json", ...words];
  return sandbox.run(command, { env: fake.env }).finally(() => fake.close());
}

const getJob = `GET /castdoc/jobs/${JOB.job_id}`;
const content = `GET /files/${"e".repeat(32)}/content`;
const completed = { json: { ...JOB, status: "completed", progress: 100, output_file_id: "e".repeat(32) } };
const gone = { status: 404, json: { title: "Not Found", code: "gone" } };

describe("every exit code that a server can provoke, with --json one object on stderr and nothing on stdout", () => {
  it.concurrent.each<[number, string, Record<string, Answer>, string[]]>([
    [2, "request_refused", { "POST /castdoc/jobs": { status: 422, json: { detail: "no" } } }, []],
    [
      3,
      "job_failed",
      { [getJob]: { json: { ...JOB, status: "failed", error: { code: "e", message: "m" } } } },
      [],
    ],
    [4, "authentication", { "POST /files": { status: 401, json: { title: "Unauthorized" } } }, []],
    [5, "insufficient_credits", { "POST /castdoc/jobs": { status: 402, json: {} } }, []],
    [6, "rate_limited", { "POST /castdoc/jobs": { status: 429, headers: { "retry-after": "99999" } } }, []],
    [7, "bad_response", { "POST /files": { body: "<html>", headers: { "content-type": "text/html" } } }, []],
    [
      7,
      "unsafe_redirect",
      { "GET /castdoc/engines": { status: 302, headers: { location: "http://127.0.0.1:1/" } } },
      [],
    ],
    [8, "wait_timeout", { [getJob]: { json: JOB } }, ["--timeout", "0.3"]],
    [9, "job_not_found", { [getJob]: gone }, []],
    [9, "job_expired", { [getJob]: completed, [content]: { status: 404, json: {} } }, []],
    [
      11,
      "integrity",
      { [getJob]: completed, [content]: { body: "", headers: { "content-length": "0" } } },
      [],
    ],
    [13, "submit_outcome_unknown", { "POST /castdoc/jobs": { status: 500, json: {} } }, []],
  ])("%i %s", async (exit, code, script, words) => {
    const result = await runAgainst(script, words);
    expect(result.stdout).toBe("");
    expect(errorOf(result)).toMatchObject({ exit, code });
    expect(result.exit).toBe(exit);
    expect(errorOf(result)["hint"]).toMatch(/\S/u);
    expect(Object.keys(errorOf(result)).sort()).toEqual(
      ["code", "exit", "hint", "jobId", "message", "provider", "requestId", "retryable", "token"].sort(),
    );
    expect(result.stderr).not.toContain("secret-key-1");
  });

  it("leaves nothing of an output behind", () => {
    expect(readdirSync(sandbox.directory).filter((name) => /out|part/u.test(name))).toEqual([]);
  });

  it("7 where nothing listens", async () => {
    server = await startFakeCastdoc({});
    const { env } = server;
    await server.close();
    const result = await sandbox.run(["engines", "castdoc", "--json"], { env });
    expect(result.exit).toBe(7);
    expect(errorOf(result)["code"]).toBe("service_unavailable");
  });

  it("12 where some of several inputs fail, and the others are done", async () => {
    copyFileSync(fixture("plain.pdf"), sandbox.path("b.pdf"));
    const env = (server = await startFakeCastdoc({ [getJob]: completed, [content]: gone })).env;
    mkdirSync(sandbox.path("many"));
    const words = ["run", "castdoc", "a.pdf", "b.pdf", "--to", "docx", "-o", "many", "--json"];
    const several = await sandbox.run(words, { env });
    expect(several.exit).toBe(12);
    expect(
      several.stdout
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { input: string }).input),
    ).toEqual(["a.pdf", "b.pdf"]);
  });
});

describe("a refusal before anything is sent", () => {
  const report = readFileSync(`${samples}report.pdf`);
  const picture = readFileSync(`${samples}report-1.png`);
  const prepare: Record<string, () => void> = {
    "empty.pdf": () => writeFileSync(sandbox.path("empty.pdf"), ""),
    folder: () => mkdirSync(sandbox.path("folder"), { recursive: true }),
    "pipe.pdf": () => execFileSync("mkfifo", [sandbox.path("pipe.pdf")]),
    "text.pdf": () => writeFileSync(sandbox.path("text.pdf"), "hello"),
    "cut.pdf": () => writeFileSync(sandbox.path("cut.pdf"), report.subarray(0, report.length / 2)),
    "cut.png": () => writeFileSync(sandbox.path("cut.png"), picture.subarray(0, picture.length / 2)),
    "there.docx": () => writeFileSync(sandbox.path("there.docx"), "PRECIOUS"),
    "link.docx": () => symlinkSync(sandbox.path("there.docx"), sandbox.path("link.docx")),
    "closed/": () => mkdirSync(sandbox.path("closed"), { mode: 0o500 }),
  };

  beforeAll(() => {
    for (const make of Object.values(prepare)) make();
  });

  const isRoot = process.getuid?.() === 0;

  it.concurrent.each<[number, string, string[]]>([
    [2, "unknown provider", ["run", "castdco", "a.pdf", "--to", "docx"]],
    [2, "unknown kind", ["run", "castdoc:convrt", "a.pdf", "--to", "docx"]],
    [2, "no kind where there are several", ["run", "anchorgrid", "a.pdf"]],
    [2, "unknown flag", ["run", "castdoc", "a.pdf", "--to", "docx", "--dryrun"]],
    [2, "misspelt format", ["run", "castdoc", "a.pdf", "--to", "dcox"]],
    [2, "misspelt format of an API with open formats", ["run", "convert-fast", "a.pdf", "--to", "jgp"]],
    [2, "no format", ["run", "castdoc", "a.pdf"]],
    [2, "a format where there is none", ["run", "anchorgrid:toc-parser", "a.pdf", "--to", "docx"]],
    [2, "unknown field", ["run", "renderocr", "a.pdf", "--to", "docx", "--set", "langages=eng"]],
    [2, "wrong type of field", ["run", "anchorgrid:door-detector", "a.pdf", "--set", "page_numbers=one"]],
    [2, "a field that the input sets", ["run", "castdoc", "a.pdf", "--to", "docx", "--set", "file_id=x"]],
    [2, "a key as a flag", ["run", "castdoc", "a.pdf", "--to", "docx", "--api-key", "k"]],
    [2, "an unknown JSON field", ["run", "castdoc", "a.pdf", "--to", "docx", "--json=sate"]],
    [2, "no input", ["run", "castdoc", "--to", "docx"]],
    [2, "a picture for an API that reads PDF", ["run", "castdoc", `${samples}report-1.png`, "--to", "docx"]],
    [2, "a file that only says it is a PDF", ["run", "castdoc", "text.pdf", "--to", "docx"]],
    [2, "a PDF that is cut off", ["run", "castdoc", "cut.pdf", "--to", "docx"]],
    [2, "a picture that is cut off", ["run", "renderocr", "cut.png", "--to", "docx"]],
    [2, "a PDF with a password", ["run", "castdoc", fixture("aes-256-user.pdf"), "--to", "docx"]],
    [2, "one that is submitted alone", ["submit", "anchorgrid:toc-parser", fixture("rc4-128-user.pdf")]],
    [2, "one among good ones", ["run", "castdoc", "a.pdf", "cut.pdf", "--to", "docx"]],
    [2, "stdout twice", ["run", "castdoc", "a.pdf", "--to", "docx", "-o", "-", "--json"]],
    [
      2,
      "a URL for an API that fetches none",
      ["run", "castdoc", "https://example.com/a.pdf", "--to", "docx"],
    ],
    [2, "cancel where there is none", ["cancel", "castdoc", "abc"]],
    [2, "delete where there is none", ["delete", "castdoc", "abc"]],
    [2, "list where there is none", ["list", "convert-fast"]],
    [2, "engines where there are none", ["engines", "anchorgrid"]],
    [2, "a job id that climbs", ["get", "castdoc", "../../admin"]],
    [2, "a damaged token", ["get", "docjobs1.AAAA"]],
    [2, "an unknown operation", ["api", "castdoc", "getJobs"]],
    [2, "a missing parameter", ["api", "castdoc", "getJob"]],
    [2, "a path made of dots", ["api", "castdoc", "getJob", "--param", "job_id=.."]],
    [2, "a body that is no JSON", ["api", "castdoc", "createJob", "--body", "{"]],
    [10, "missing input", ["run", "castdoc", "nope.pdf", "--to", "docx"]],
    [10, "empty input", ["run", "castdoc", "empty.pdf", "--to", "docx"]],
    [10, "directory as input", ["run", "castdoc", "folder", "--to", "docx"]],
    [10, "FIFO as input", ["run", "castdoc", "pipe.pdf", "--to", "docx"]],
    [10, "missing output directory", ["run", "castdoc", "a.pdf", "--to", "docx", "-o", "no/where.docx"]],
    [10, "output that exists", ["run", "castdoc", "a.pdf", "-o", "there.docx"]],
    [10, "output that is a link", ["run", "castdoc", "a.pdf", "-o", "link.docx"]],
    [
      10,
      "output that is the input",
      ["run", "castdoc", "a.pdf", "--to", "docx", "-o", "a.pdf", "--overwrite"],
    ],
    ...(isRoot
      ? []
      : [
          [10, "closed output directory", ["run", "castdoc", "a.pdf", "-o", "closed/x.docx"]] as [
            number,
            string,
            string[],
          ],
        ]),
  ])("%i: %s", async (exit, _, words) => {
    const fake = await startFakeCastdoc({});
    const key = "secret-key-1";
    const base = fake.url;
    const env = Object.fromEntries(
      ["CASTDOC", "RENDEROCR", "CONVERT_FAST", "ANCHORGRID"].flatMap((name) => [
        [`DOCJOBS_${name}_BASE_URL`, base],
        [`DOCJOBS_${name}_API_KEY`, key],
      ]),
    );
    const result = await sandbox.run(words, { env }).finally(() => fake.close());
    expect(result.exit, result.stderr).toBe(exit);
    expect(result.stdout).toBe("");
    expect(result.stderr.trim().split("\n").length).toBeGreaterThanOrEqual(
      words.some((word) => word.startsWith("--json")) ? 1 : 2,
    );
    expect(fake.requests).toEqual([]);
    expect(readFileSync(sandbox.path("there.docx"), "utf8")).toBe("PRECIOUS");
  });
});

describe("a PDF with a password", () => {
  const words = ["run", "castdoc", "-", "-o", "locked.docx", "--json"];
  const input = readFileSync(fixture("aes-128-user.pdf"));

  it("is not sent from stdin, and leaves no file", async () => {
    server = await startFakeCastdoc({});
    const before = readdirSync(sandbox.directory);
    const result = await sandbox.run(words, { env: server.env, input });
    expect(errorOf(result)).toMatchObject({ exit: 2, code: "usage" });
    expect(errorOf(result)["message"]).toBe("Standard input needs a password to be opened.");
    expect(server.requests).toEqual([]);
    expect(readdirSync(sandbox.directory)).toEqual(before);
  });

  it("is sent with --unchecked, and where only its owner's password protects it", async () => {
    server = await startFakeCastdoc({ "POST /castdoc/jobs": { status: 402, json: {} } });
    const { env } = server;
    expect((await sandbox.run([...words, "--unchecked"], { env, input })).exit).toBe(5);
    const open = readFileSync(fixture("aes-128-owner.pdf"));
    expect((await sandbox.run(words, { env, input: open })).exit).toBe(5);
    expect(server.requests.filter((line) => line === "POST /files")).toHaveLength(2);
  });
});

describe("keys", () => {
  const words = ["engines", "renderocr", "--json"];

  it("4 without one, and says which variable it wants", async () => {
    server = await startFakeCastdoc({});
    const result = await sandbox.run(["run", "castdoc", "a.pdf", "--to", "docx", "--json"], {
      env: { DOCJOBS_CASTDOC_BASE_URL: server.url },
    });
    expect(result.exit).toBe(4);
    expect(errorOf(result)["hint"]).toContain("DOCJOBS_CASTDOC_API_KEY");
    expect(server.requests).toEqual([]);
  });

  it("takes one from stdin, trimmed, before the variable", async () => {
    server = await startFakeCastdoc({});
    const env = { ...server.env, DOCJOBS_CASTDOC_API_KEY: "bad key" };
    const fine = await sandbox.run(["engines", "castdoc", "--api-key-stdin"], {
      env,
      input: "\uFEFFgood-key\r\n",
    });
    expect(fine).toMatchObject({ exit: 0, stderr: "" });
    const refused = await sandbox.run(["list", "castdoc"], { env });
    expect(refused.exit).toBe(4);
    expect(refused.stderr).not.toContain("bad key");
  });

  it("reads a private profile and refuses one that others can read", async () => {
    server = await startFakeCastdoc({});
    mkdirSync(sandbox.path("config/docjobs"), { recursive: true });
    const path = sandbox.path("config/docjobs/profile.json");
    const env = { XDG_CONFIG_HOME: sandbox.path("config") };
    writeFileSync(path, JSON.stringify({ castdoc: { apiKey: "profile-key", baseUrl: server.url } }), {
      mode: 0o600,
    });
    expect((await sandbox.run(["list", "castdoc"], { env })).exit).toBe(0);
    const elsewhere = { ...env, DOCJOBS_CASTDOC_BASE_URL: "http://127.0.0.1:9" };
    expect((await sandbox.run(["list", "castdoc"], { env: elsewhere })).exit).toBe(4);
    chmodSync(path, 0o644);
    const refused = await sandbox.run(["list", "castdoc"], { env });
    expect(refused.exit).toBe(4);
    expect(refused.stderr).toContain("chmod 600");
    expect(refused.stderr).not.toContain("profile-key");
  });

  it("sends none over plain http to another machine", async () => {
    const env = { DOCJOBS_RENDEROCR_BASE_URL: "http://example.invalid", DOCJOBS_RENDEROCR_API_KEY: "k" };
    expect((await sandbox.run(words, { env })).exit).toBe(2);
  });
});
