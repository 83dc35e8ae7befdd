import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { startLocalServer, type LocalServer } from "@docjobs/local-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture } from "../support/fixture.js";
import { errorOf, makeSandbox, samples, type CliResult, type Sandbox } from "../support/run-cli.js";

let sandbox: Sandbox;
let server: LocalServer;
let slow: LocalServer;
const env: Record<string, string> = {};
const slowEnv: Record<string, string> = {};

beforeAll(async () => {
  sandbox = makeSandbox();
  server = await startLocalServer({ dataDirectory: sandbox.path("data") });
  slow = await startLocalServer({ dataDirectory: sandbox.path("slow-data"), queueDelayMs: 600_000 });
  for (const [target, { url }] of [[env, server] as const, [slowEnv, slow] as const]) {
    for (const name of ["CASTDOC", "RENDEROCR", "CONVERT_FAST", "ANCHORGRID"]) {
      target[`DOCJOBS_${name}_BASE_URL`] = url;
      target[`DOCJOBS_${name}_API_KEY`] = "test-key";
    }
  }
});
afterAll(async () => {
  await Promise.all([server.close(), slow.close()]);
  sandbox.remove();
});

const ok = async (words: readonly string[], input?: Uint8Array): Promise<CliResult> => {
  const result = await sandbox.run(words, { env, ...(input && { input }) });
  expect(result.exit, result.stderr).toBe(0);
  return result;
};
const json = <T = Record<string, unknown>>(result: CliResult) => JSON.parse(result.stdout) as T;
const startOf = (name: string) => readFileSync(sandbox.path(name)).subarray(0, 4).toString("latin1");
const DOCX = "PK\u0003\u0004";

describe("run", () => {
  it("saves a file beside the caller under the input's name and prints its path", async () => {
    const result = await ok(["run", "castdoc", `${samples}report.pdf`, "--to", "docx"]);
    expect(result.stdout).toBe("report.docx\n");
    expect(result.stderr).toContain("Using engine ki/cast");
    expect(startOf("report.docx")).toBe(DOCX);
  });

  it("refuses to write over that file without --overwrite", async () => {
    const words = ["run", "castdoc", fixture("plain.pdf"), "-o", "report.docx"];
    const before = statSync(sandbox.path("report.docx")).mtimeMs;
    const refused = await sandbox.run(words, { env });
    expect(refused.exit).toBe(10);
    expect(refused.stderr).toContain("--overwrite");
    expect(statSync(sandbox.path("report.docx")).mtimeMs).toBe(before);
    await ok([...words, "--overwrite"]);
    expect(statSync(sandbox.path("report.docx")).mtimeMs).toBeGreaterThan(before);
  });

  it("takes the format from the output's extension and the document from stdin", async () => {
    await ok(["run", "castdoc", "-", "-o", "piped.xlsx"], readFileSync(fixture("plain.pdf")));
    expect(startOf("piped.xlsx")).toBe(DOCX);
  });

  it("writes a result to stdout and nothing else there", async () => {
    const result = await ok(["run", "convert-fast", fixture("small.png"), "--to", "jpg", "-o", "-"]);
    expect(result.bytes.slice(0, 3)).toBe("\u00FF\u00D8\u00FF");
  });

  it("names an archive of pages .zip, whatever format was asked for", async () => {
    const result = await ok(["run", "convert-fast", `${samples}report.pdf`, "--to", "png", "--json"]);
    expect(json(result)).toMatchObject({
      state: "succeeded",
      output: "report.zip",
      contentType: "application/zip",
    });
    expect(result.stderr).toBe("");
    expect(startOf("report.zip")).toBe(DOCX);
  });

  it("prints data as JSON, and takes a finished job as the input of the next kind", async () => {
    const toc = json<{ jobId: string; token: string; result: { divisions: unknown[] } }>(
      await ok(["run", "anchorgrid:toc-parser", `${samples}spec-leader.pdf`, "--json"]),
    );
    expect(toc.result.divisions.length).toBeGreaterThan(0);
    const words = ["run", "anchorgrid:content-extractor", toc.token, "--set", "section_codes=011000"];
    await ok([...words, "-o", "sections.json"]);
    const sections = JSON.parse(readFileSync(sandbox.path("sections.json"), "utf8")) as {
      source_job_id: string;
    };
    expect(sections.source_job_id).toBe(toc.jobId);
    const shown = await ok(["download", "anchorgrid", toc.jobId]);
    expect(json(shown)).toEqual(toc.result);
  });

  it("refuses a token of another kind as that input", async () => {
    const door = json(await ok(["submit", "anchorgrid:door-detector", `${samples}plan1.pdf`, "--json"]));
    const words = [
      "run",
      "anchorgrid:content-extractor",
      String(door["token"]),
      "--set",
      "section_codes=011000",
    ];
    expect((await sandbox.run(words, { env })).exit).toBe(2);
  });

  it("names the engines there are when it does not know the one that was asked for", async () => {
    const words = ["run", "castdoc", fixture("plain.pdf"), "--to", "pptx", "--engine", "ki/cats", "--json"];
    const result = await sandbox.run(words, { env });
    expect(result.exit).toBe(2);
    expect(errorOf(result)["hint"]).toContain("ki/cast");
    expect(existsSync(sandbox.path("report.pptx"))).toBe(false);
  });

  it("ends with 3 and no output for a damaged document", async () => {
    writeFileSync(sandbox.path("cut.pdf"), readFileSync(`${samples}report.pdf`).subarray(0, 3000));
    const result = await sandbox.run(["run", "castdoc", "cut.pdf", "--to", "docx", "--unchecked", "--json"], {
      env,
    });
    expect(result.exit).toBe(3);
    expect(errorOf(result)["message"]).toMatch(/damaged|corrupt/iu);
    expect(existsSync(sandbox.path("cut.docx"))).toBe(false);
  });

  it("ends with 2 and the API's words for a conversion that the API refuses", async () => {
    const result = await sandbox.run(["run", "convert-fast", fixture("plain.pdf"), "--to", "mp3", "--json"], {
      env,
    });
    expect(result.exit).toBe(2);
    expect(errorOf(result)["message"]).toContain("convert.unsupported_format_pair");
  });
});

describe("a job, step by step", () => {
  it("submit prints the id, and wait, get, list, download and resume know it", async () => {
    const id = (await ok(["submit", "castdoc", fixture("plain.pdf"), "--to", "docx", "-q"])).stdout.trim();
    expect((await ok(["resume"])).stdout).toContain(id);
    expect((await ok(["wait", "castdoc", id])).stdout).toBe(`${id}\tsucceeded\n`);
    const got = json<{ token: string; state: string; raw: { job_id: string } }>(
      await ok(["get", "castdoc", id, "--json"]),
    );
    expect(got).toMatchObject({ state: "succeeded", raw: { job_id: id } });
    expect(json(await ok(["get", got.token, "--json=state"]))).toEqual({ state: "succeeded" });
    expect((await ok(["list", "castdoc"])).stdout).toContain(`${id}\tsucceeded`);
    expect((await ok(["download", got.token, "-o", "by-token.docx"])).stdout).toBe("by-token.docx\n");
    expect(startOf("by-token.docx")).toBe(DOCX);
    expect((await ok(["resume"])).stdout).not.toContain(id);
  });

  it("resume --all saves what was submitted before", async () => {
    const words = ["run", "castdoc", fixture("plain.pdf"), "-o", "later.docx", "--detach", "-q"];
    const id = (await ok(words)).stdout.trim();
    const result = await sandbox.run(["resume", "--all", "--json"], { env });
    const lines = result.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.find((line) => line["jobId"] === id)).toMatchObject({
      state: "succeeded",
      output: sandbox.path("later.docx"),
    });
    expect(startOf("later.docx")).toBe(DOCX);
  });

  it("watch prints a line for every change", async () => {
    const id = (
      await ok(["submit", "convert-fast", fixture("small.png"), "--to", "webp", "-q"])
    ).stdout.trim();
    const lines = (await ok(["watch", "convert-fast", id, "--json=state"])).stdout.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown).at(-1)).toEqual({ state: "succeeded" });
  });

  it("a finished job is not canceled; deleted it is unknown", async () => {
    const run = ["run", "convert-fast", fixture("small.png"), "--to", "bmp", "--json=jobId"];
    const { jobId } = json<{ jobId: string }>(await ok(run));
    const canceled = await sandbox.run(["cancel", "convert-fast", jobId, "--json"], { env });
    expect(errorOf(canceled)).toMatchObject({ exit: 2, code: "job_not_cancelable" });
    expect((await ok(["delete", "convert-fast", jobId])).stdout).toBe(`${jobId}\tdeleted\n`);
    expect((await sandbox.run(["get", "convert-fast", jobId], { env })).exit).toBe(9);
  });

  it("cancel ends a queued job", async () => {
    const submit = ["submit", "convert-fast", fixture("small.png"), "--to", "jpg", "-q"];
    const id = (await sandbox.run(submit, { env: slowEnv })).stdout.trim();
    const canceled = await sandbox.run(["cancel", "convert-fast", id], { env: slowEnv });
    expect(canceled).toMatchObject({ exit: 0, stdout: `${id}\tcanceled\n` });
    expect((await sandbox.run(["wait", "convert-fast", id], { env: slowEnv })).exit).toBe(3);
  });

  it("download of a job that has not finished is exit 8, and delete of it exit 2", async () => {
    const submit = ["submit", "convert-fast", fixture("small.png"), "--to", "jpg", "-q"];
    const id = (await sandbox.run(submit, { env: slowEnv })).stdout.trim();
    const early = await sandbox.run(["download", "convert-fast", id, "--json"], { env: slowEnv });
    expect(early.exit).toBe(8);
    expect(errorOf(early)["hint"]).toContain(`docjobs wait convert-fast ${id}`);
    expect((await sandbox.run(["delete", "convert-fast", id], { env: slowEnv })).exit).toBe(2);
    expect((await sandbox.run(["wait", "convert-fast", id, "--timeout", "0.2"], { env: slowEnv })).exit).toBe(
      8,
    );
  });

  it("Ctrl-C with --on-interrupt=cancel cancels the job", async () => {
    const words = ["run", "convert-fast", fixture("small.png"), "--to", "jpg", "-o", "never.jpg"];
    const cli = sandbox.start([...words, "--on-interrupt=cancel"], { env: slowEnv });
    await cli.says("stderr", /· (?:submitted|queued)/u);
    cli.child.kill("SIGINT");
    const result = await cli.done;
    expect(result.exit).toBe(130);
    const id = /job (\S+) is canceled/u.exec(result.stderr)?.[1] ?? "";
    const got = await sandbox.run(["get", "convert-fast", id, "--json=state"], { env: slowEnv });
    expect(json(got)).toEqual({ state: "canceled" });
  });
});

describe("api", () => {
  it("uploads a form, posts JSON, reads the answer and saves binary content", async () => {
    const uploaded = await ok(["api", "castdoc", "uploadFile", "--form", `file=@${fixture("plain.pdf")}`]);
    const { file_id: fileId } = json<{ file_id: string }>(uploaded);
    const body = JSON.stringify({ engine: "ki/cast", file_id: fileId, output_format: "docx" });
    const { job_id: jobId } = json<{ job_id: string }>(
      await ok(["api", "castdoc", "createJob", "--body", body]),
    );
    const job = await ok([
      "api",
      "castdoc",
      "getJob",
      "--param",
      `job_id=${jobId}`,
      "--param",
      "wait=10",
      "--json",
    ]);
    expect(json(job)).toMatchObject({ status: 200, body: { job_id: jobId } });
    const words = ["api", "castdoc", "getFileContent", "--param", `file_id=${fileId}`];
    expect((await ok([...words, "-o", "again.pdf"])).stdout).toBe("again.pdf\n");
    expect(readFileSync(sandbox.path("again.pdf"))).toEqual(readFileSync(fixture("plain.pdf")));
    expect((await ok(words)).stdout.slice(0, 5)).toBe("%PDF-");
  });

  it("builds JSON from --form, with lists and numbers as the spec types them", async () => {
    const uploaded = json(
      await ok(["api", "anchorgrid", "uploadDocument", "--form", `file=@${samples}plan1.pdf`]),
    );
    const words = [
      "api",
      "anchorgrid",
      "detectDoors",
      "--form",
      `document_id=${String(uploaded["document_id"])}`,
    ];
    const queued = json(await ok([...words, "--form", "page_numbers=1", "--include"]));
    expect(queued["status"]).toBe("queued");
  });

  it("reports an HTTP error by its exit code, with the API's words and headers on request", async () => {
    const result = await sandbox.run(["api", "convert-fast", "getJob", "--param", "id=nope", "-i"], { env });
    expect(result.exit).toBe(9);
    expect(result.stdout).toBe("");
    expect(result.stderr).toMatch(/^404 /u);
    expect(result.stderr).toContain("jobs.not_found");
  });

  it("describes an operation, and lists them all, without a key", async () => {
    const listed = await sandbox.run(["api", "anchorgrid", "--json=id"]);
    expect(listed.stdout.trim().split("\n")).toHaveLength(10);
    const described = await sandbox.run(["api", "convert-fast", "estimateCost", "--help"]);
    expect(described.stdout).toContain("--param from=… --param to=…");
  });
});

describe("engines", () => {
  it("lists them with their conversions, also without a key", async () => {
    const result = await sandbox.run(["engines", "renderocr", "--json"], {
      env: { DOCJOBS_RENDEROCR_BASE_URL: server.url },
    });
    expect(json(result)).toMatchObject({ id: "ki/ocr" });
    expect(json(result)["conversions"]).toContainEqual({ from: "png", to: "docx" });
  });
});
