import { createHash } from "node:crypto";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { FileExistsError, IntegrityError, OutputFileError, type SucceededJob } from "../../src/index.js";
import { saveTo } from "../../src/node.js";
import { failure, job, setUp, type SetUp } from "../support/set-up.js";
import type { TestKinds } from "../support/test-api.js";
import { json, text } from "../support/test-server.js";

const PATH = "GET /files/f2/content";

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "jobs-core-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

async function succeeded(): Promise<SetUp & { done: SucceededJob<TestKinds["convert"]> }> {
  const made = await setUp();
  made.server.on("GET /jobs/j1", json(200, job("done", { output: { file_id: "f2" } })));
  made.server.on(PATH, text(200, "the result"));
  return { ...made, done: await made.jobs.kind("convert").job("j1").wait() };
}

test("saveTo writes the whole result and says what it wrote", async () => {
  const { done } = await succeeded();
  const directory = await folder();
  const path = join(directory, "report.docx");
  const sha256 = createHash("sha256").update("the result").digest("hex");
  expect(await saveTo(done, path)).toEqual({ path, sizeBytes: 10, sha256 });
  expect(await readFile(path, "utf8")).toBe("the result");
  expect(await readdir(directory)).toEqual(["report.docx"]);
});

test("a result has the permissions of any new file, once it is whole", async () => {
  const { server, done } = await succeeded();
  const directory = await folder();
  const modes: number[] = [];
  server.on(PATH, (request, response) => {
    for (const name of readdirSync(directory)) modes.push(statSync(join(directory, name)).mode & 0o777);
    text(200, "the result")(request, response);
  });
  await saveTo(done, join(directory, "report.docx"));
  expect(modes).toEqual([0o600]);
  await writeFile(join(directory, "new"), "");
  const [wanted, mode] = [await stat(join(directory, "new")), await stat(join(directory, "report.docx"))];
  expect(mode.mode).toBe(wanted.mode);
});

test("a file that is replaced keeps its permissions", async () => {
  const { done } = await succeeded();
  const path = join(await folder(), "report.docx");
  await writeFile(path, "old", { mode: 0o640 });
  await saveTo(done, path, { overwrite: true });
  expect((await stat(path)).mode & 0o777).toBe(0o640);
});

test("an existing file is left alone, unless it may be overwritten", async () => {
  const { done } = await succeeded();
  const directory = await folder();
  const path = join(directory, "report.docx");
  await writeFile(path, "PRECIOUS");
  const caught: FileExistsError = await failure(saveTo(done, path));
  expect(caught).toBeInstanceOf(FileExistsError);
  expect(await readFile(path, "utf8")).toBe("PRECIOUS");
  await saveTo(done, path, { overwrite: true });
  expect(await readFile(path, "utf8")).toBe("the result");
  expect(await readdir(directory)).toEqual(["report.docx"]);
});

test("a link at the target never leads the bytes elsewhere", async () => {
  const { done } = await succeeded();
  const directory = await folder();
  const [victim, path] = [join(directory, "victim"), join(directory, "report.docx")];
  await writeFile(victim, "PRECIOUS");
  await symlink(victim, path);
  expect(await failure(saveTo(done, path))).toBeInstanceOf(FileExistsError);
  await saveTo(done, path, { overwrite: true });
  expect(await readFile(victim, "utf8")).toBe("PRECIOUS");
  expect(await readFile(path, "utf8")).toBe("the result");
});

test("a broken download leaves nothing behind", async () => {
  const { done, server } = await succeeded();
  const directory = await folder();
  server.on(PATH, (_, response) => {
    response.writeHead(200, { "content-length": "100" }).write("short", () => response.destroy());
  });
  expect(await failure(saveTo(done, join(directory, "report.docx")))).toBeInstanceOf(IntegrityError);
  expect(await readdir(directory)).toEqual([]);
});

test("a download that cannot be resumed begins again from the start of the file", async () => {
  const { done, server } = await succeeded();
  const path = join(await folder(), "report.docx");
  server.on(
    PATH,
    (_, response) => {
      response
        .writeHead(200, { "content-length": "100" })
        .write("a longer start than the result", () => response.destroy());
    },
    text(200, "the result"),
  );
  await saveTo(done, path);
  expect(await readFile(path, "utf8")).toBe("the result");
});

test("a directory that is not there is told before anything is downloaded", async () => {
  const { done, server } = await succeeded();
  const caught: OutputFileError = await failure(saveTo(done, join(await folder(), "none", "report.docx")));
  expect(caught).toBeInstanceOf(OutputFileError);
  expect(caught.message).toContain("ENOENT");
  expect(server.seen(PATH).length).toBe(0);
});

test("an existing target is told before anything is downloaded", async () => {
  const { done, server } = await succeeded();
  const path = join(await folder(), "report.docx");
  await writeFile(path, "PRECIOUS");
  await failure(saveTo(done, path));
  expect(server.seen(PATH).length).toBe(0);
});

test("a file that appears while the result is downloaded is left alone", async () => {
  const { done, server } = await succeeded();
  const directory = await folder();
  const path = join(directory, "report.docx");
  server.on(PATH, (request, response) => {
    writeFileSync(path, "PRECIOUS");
    text(200, "the result")(request, response);
  });
  expect(await failure(saveTo(done, path))).toBeInstanceOf(FileExistsError);
  expect(await readFile(path, "utf8")).toBe("PRECIOUS");
  expect(await readdir(directory)).toEqual(["report.docx"]);
});
