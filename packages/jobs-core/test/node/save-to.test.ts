import { createHash } from "node:crypto";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { chmod, link, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { FileExistsError, IntegrityError, OutputFileError, type SucceededJob } from "../../src/index.js";
import { type PartFile, saveTo } from "../../src/node.js";
import { failure, job, setUp, type SetUp } from "../support/set-up.js";
import type { TestKinds } from "../support/test-api.js";
import { json, type Reply, text } from "../support/test-server.js";

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

test("the whole result is told of right before it gets its name", async () => {
  const { done } = await succeeded();
  const directory = await folder();
  const path = join(directory, "report.docx");
  const told: unknown[] = [];
  const saved = await saveTo(done, path, {
    beforePublish: (file) =>
      void told.push(
        file,
        readdirSync(directory).map((name) => name.slice(0, 9)),
      ),
  });
  expect(told).toEqual([saved, [".docjobs-"]]);
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

describe("a download that is broken off on purpose", () => {
  const RESULT = "the result in two parts";
  const HALF = "the result";

  /** The first half, and then nothing more. */
  function stall(headers: Record<string, string> = { etag: '"v1"' }): Reply {
    return (_, response) => {
      response.writeHead(200, { "content-length": String(RESULT.length), ...headers }).write(HALF);
    };
  }

  /** The other half, for who asks for it in the right words. */
  function rest(etag: string): Reply {
    return ({ headers }, response) => {
      const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1]);
      if (Number.isNaN(from) || headers["if-range"] !== etag)
        return text(200, RESULT, { etag })(undefined as never, response);
      const range = `bytes ${from}-${RESULT.length - 1}/${RESULT.length}`;
      response.writeHead(206, { etag, "content-range": range }).end(RESULT.slice(from));
    };
  }

  async function breakOff(reply: Reply): Promise<{
    told: (PartFile | undefined)[];
    directory: string;
    made: SetUp;
    done: SucceededJob<TestKinds["convert"]>;
  }> {
    const { done, ...made } = await succeeded();
    const directory = await folder();
    made.server.on(PATH, reply);
    const control = new AbortController();
    const told: (PartFile | undefined)[] = [];
    const saving = failure(
      saveTo(done, join(directory, "report.docx"), {
        signal: control.signal,
        onPart: (part) => void told.push(part),
      }),
    );
    await expect
      .poll(async () => (await readdir(directory)).map((name) => statSync(join(directory, name)).size))
      .toEqual([HALF.length]);
    control.abort();
    await saving;
    return { told, directory, made, done };
  }

  test("is gone on with in another call, and the digest is of the whole", async () => {
    const { told, directory, made, done } = await breakOff(stall());
    const [first, part] = told;
    expect(told).toEqual([{ path: first?.path }, { path: first?.path, etag: '"v1"' }]);
    expect(await readFile(part?.path ?? "", "utf8")).toBe(HALF);
    made.server.on(PATH, rest('"v1"'));
    const path = join(directory, "report.docx");
    const sha256 = createHash("sha256").update(RESULT).digest("hex");
    const saved = await saveTo(done, path, { part, onPart: (next) => void told.push(next) });
    expect(saved).toEqual({ path, sizeBytes: RESULT.length, sha256 });
    expect(await readFile(path, "utf8")).toBe(RESULT);
    expect(await readdir(directory)).toEqual(["report.docx"]);
    expect(made.server.seen(PATH).at(-1)?.headers).toMatchObject({
      range: `bytes=${HALF.length}-`,
      "if-range": '"v1"',
    });
    expect(told.at(-1)).toBeUndefined();
    const fresh = join(directory, "fresh");
    await writeFile(fresh, "");
    expect((await stat(path)).mode).toBe((await stat(fresh)).mode);
  });

  test("starts over where the server has another file by now", async () => {
    const { told, directory, made, done } = await breakOff(stall());
    made.server.on(PATH, text(200, "another result", { etag: '"v2"' }));
    const path = join(directory, "report.docx");
    await saveTo(done, path, { part: told.at(-1) });
    expect(await readFile(path, "utf8")).toBe("another result");
    expect(await readdir(directory)).toEqual(["report.docx"]);
  });

  test("starts over where the server answers with another part, or says that nothing is behind it", async () => {
    for (const reply of [
      text(206, "wrong", { etag: '"v1"', "content-range": "bytes 3-7/8" }),
      text(206, " parts", { etag: '"v2"', "content-range": `bytes ${HALF.length}-15/16` }),
      text(416, ""),
    ]) {
      const { told, directory, made, done } = await breakOff(stall());
      made.server.on(PATH, reply, text(200, RESULT, { etag: '"v1"' }));
      const path = join(directory, "report.docx");
      await saveTo(done, path, { part: told.at(-1) });
      expect(await readFile(path, "utf8")).toBe(RESULT);
    }
  });

  test("leaves nothing where it could not be gone on with", async () => {
    for (const headers of [{}, { etag: 'W/"v1"' }]) {
      const { told, directory } = await breakOff(stall(headers as Record<string, string>));
      expect(told.map((part) => part && Object.keys(part))).toEqual([["path"], ["path"], undefined]);
      expect(await readdir(directory)).toEqual([]);
    }
  });

  test("leaves nothing where nobody wants to know of it", async () => {
    const { done, server } = await succeeded();
    const directory = await folder();
    server.on(PATH, stall());
    const control = new AbortController();
    const saving = failure(saveTo(done, join(directory, "report.docx"), { signal: control.signal }));
    await expect.poll(() => server.seen(PATH).length).toBe(1);
    control.abort();
    await saving;
    expect(await readdir(directory)).toEqual([]);
  });

  test.each(["a link", "a second name", "a file that others may write", "another directory", "another name"])(
    "is not gone on with in %s, which stays as it is",
    async (what) => {
      const { done, server } = await succeeded();
      const directory = await folder();
      const elsewhere = await folder();
      const victim = join(elsewhere, "victim");
      await writeFile(victim, "PRECIOUS", { mode: 0o600 });
      const name = ".docjobs-0123456789abcdef.part";
      let path = join(directory, name);
      if (what === "a link") await symlink(victim, path);
      if (what === "a second name") await link(victim, path);
      if (what === "a file that others may write") {
        await writeFile(path, "PRECIOUS");
        await chmod(path, 0o666);
      }
      if (what === "another directory") path = victim;
      if (what === "another name")
        await writeFile((path = join(directory, "other.part")), "PRECIOUS", { mode: 0o600 });
      server.on(PATH, rest('"v1"'));
      await saveTo(done, join(directory, "report.docx"), { part: { path, etag: '"v1"' } });
      expect(await readFile(join(directory, "report.docx"), "utf8")).toBe(RESULT);
      expect(await readFile(victim, "utf8")).toBe("PRECIOUS");
      expect(server.seen(PATH).every(({ headers }) => headers.range === undefined)).toBe(true);
    },
  );
});

test("into a directory a result goes under the server's name, made safe, or under the job's id", async () => {
  const { done, server } = await succeeded();
  const directory = await folder();
  const named = { "content-disposition": 'attachment; filename="../report.docx"' };
  server.on(PATH, text(200, "the result", named), text(200, "another"));
  expect((await saveTo(done, directory)).path).toBe(join(directory, "report.docx"));
  expect((await saveTo(done, directory)).path).toBe(join(directory, "j1"));
  expect(await readdir(directory)).toEqual(["j1", "report.docx"]);
  const caught: FileExistsError = await failure(saveTo(done, directory));
  expect(caught).toBeInstanceOf(FileExistsError);
  expect(caught.message).toContain(join(directory, "j1"));
  expect(await readFile(join(directory, "j1"), "utf8")).toBe("another");
});

test("other bytes than those that the digest stands for are fetched again, and never saved", async () => {
  const { done, server } = await succeeded();
  const directory = await folder();
  const digest = createHash("sha256").update("the result").digest("base64");
  const headers = { "repr-digest": `sha-256=:${digest}:` };
  server.on(PATH, text(200, "the rosult", headers), text(200, "the result", headers));
  await saveTo(done, join(directory, "report.docx"));
  expect(await readFile(join(directory, "report.docx"), "utf8")).toBe("the result");
  server.on(PATH, text(200, "the rosult", headers));
  const caught: IntegrityError = await failure(saveTo(done, join(directory, "other.docx")));
  expect(caught).toBeInstanceOf(IntegrityError);
  expect(caught.message).toContain("SHA-256");
  expect(await readdir(directory)).toEqual(["report.docx"]);
});

test("where nobody tells a length, a file without the end of its format broke off", async () => {
  const { done, server } = await succeeded();
  const directory = await folder();
  const whole = "%PDF-1.7 some pages %%EOF";
  const unmeasured =
    (body: string): Reply =>
    (_, response) => {
      response.writeHead(200, { connection: "close", "transfer-encoding": "chunked" });
      response.write(body, () => response.end());
    };
  server.on(PATH, unmeasured(whole.slice(0, 12)), unmeasured(whole));
  await saveTo(done, join(directory, "report.pdf"));
  expect(await readFile(join(directory, "report.pdf"), "utf8")).toBe(whole);
  server.on(PATH, unmeasured(whole.slice(0, 12)));
  expect(await failure(saveTo(done, join(directory, "short.pdf")))).toBeInstanceOf(IntegrityError);
  expect(await readdir(directory)).toEqual(["report.pdf"]);
});
