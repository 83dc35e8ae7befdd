import { execFileSync } from "node:child_process";
import { appendFileSync, renameSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { InputFileError } from "../../src/index.js";
import { fileFrom } from "../../src/node.js";
import { failure, setUp } from "../support/set-up.js";
import { json } from "../support/test-server.js";

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "jobs-core-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

test("a file from a path has its name and length, and its bytes when they are sent", async () => {
  const path = join(await folder(), "plan ü.pdf");
  await writeFile(path, "%PDF-1.7");
  const file = await fileFrom(path);
  expect([file.name, file.size, await file.text()]).toEqual(["plan ü.pdf", 8, "%PDF-1.7"]);
  const { server, jobs } = await setUp();
  server.on("POST /read", json(202, { id: "j1" }));
  await jobs.kind("read").submit({ file });
  expect(String(server.requests[0]?.body)).toContain('filename="plan ü.pdf"');
  expect(String(server.requests[0]?.body)).toContain("%PDF-1.7");
});

test.each([
  ["plan.pdf", "application/pdf"],
  ["PLAN.PDF", "application/pdf"],
  ["requests.jsonl", "application/jsonl"],
  ["plan.constructor", ""],
  ["plan", ""],
])("a file called %s is of the type that its extension tells: %j", async (name, type) => {
  const path = join(await folder(), name);
  await writeFile(path, "x");
  expect((await fileFrom(path)).type).toBe(type);
});

test.each(["before it is sent", "while it is sent"])(
  "a file that changes %s is an error, not another document",
  async (when) => {
    const path = join(await folder(), "plan.pdf");
    await writeFile(path, Buffer.alloc(5_000_000, 1));
    const file = await fileFrom(path);
    const { server, jobs } = await setUp();
    server.on("POST /read", json(202, { id: "j1" }));
    if (when.startsWith("before")) appendFileSync(path, "more");
    const submit = jobs.kind("read").submit({ file }, { onProgress: () => appendFileSync(path, "more") });
    const caught: InputFileError = await failure(submit);
    expect(caught).toBeInstanceOf(InputFileError);
    expect(server.requests.length).toBe(0);
  },
);

test.each<[string, (path: string) => void]>([
  ["vanishes", (path) => unlinkSync(path)],
  [
    "is replaced",
    (path) => (renameSync(path, `${path}.old`), writeFileSync(path, Buffer.alloc(5_000_000, 1))),
  ],
  ["shrinks", (path) => truncateSync(path, 100)],
])("a file that %s while it is sent is an error", async (_, change) => {
  const path = join(await folder(), "plan.pdf");
  await writeFile(path, Buffer.alloc(5_000_000, 1));
  const file = await fileFrom(path);
  const reader = file.stream().getReader();
  await reader.read();
  change(path);
  const rest = (async () => {
    while (!(await reader.read()).done);
  })();
  await expect(rest).rejects.toMatchObject({ name: "NotReadableError" });
});

test("what is no readable file with bytes in it is refused with the reason", async () => {
  const directory = await folder();
  const empty = join(directory, "empty.pdf");
  const pipe = join(directory, "pipe");
  await writeFile(empty, "");
  execFileSync("mkfifo", [pipe]);
  const reasons: [string, string][] = [
    [join(directory, "none.pdf"), "does not exist"],
    [directory, "is a directory"],
    [empty, "is empty"],
    [pipe, "is not a regular file"],
  ];
  for (const [path, reason] of reasons) {
    const caught: InputFileError = await failure(fileFrom(path));
    expect(caught).toBeInstanceOf(InputFileError);
    expect(caught.message).toContain(reason);
  }
});

describe("a file of more than 4 GiB", () => {
  const SIZE = 2 ** 32 + 1_000_000;

  async function large(): Promise<{ path: string; file: File }> {
    const path = join(await folder(), "huge.pdf");
    await writeFile(path, "%PDF");
    await truncate(path, SIZE);
    appendFileSync(path, "END");
    return { path, file: await fileFrom(path) };
  }

  test("has its whole length, and is read where it is wanted", async () => {
    const { file } = await large();
    expect([file.name, file.size]).toEqual(["huge.pdf", SIZE + 3]);
    expect(await file.slice(0, 4).text()).toBe("%PDF");
    expect(await file.slice(-3).text()).toBe("END");
    expect(await file.slice(SIZE).slice(1, 2).text()).toBe("N");
    expect(file.slice(5, 2).size).toBe(0);
    const reader = file.stream().getReader();
    expect(
      Buffer.from((await reader.read()).value ?? [])
        .subarray(0, 4)
        .toString(),
    ).toBe("%PDF");
    await reader.cancel();
  });

  test("is announced with its whole length when it is sent, and its bytes follow", async () => {
    const { file } = await large();
    const heads: string[] = [];
    const server = createServer((socket) => {
      socket
        .on("error", () => {})
        .once("data", (bytes) => {
          heads.push(bytes.toString("latin1"));
          socket.resetAndDestroy();
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { jobs } = await setUp({}, { baseUrl: `http://127.0.0.1:${port}` });
    await failure(jobs.kind("read").submit({ file }));
    expect(Number(/content-length: (\d+)/i.exec(heads[0] ?? "")?.[1])).toBeGreaterThan(SIZE);
  });

  test("is an error when it changes while it is read", async () => {
    const { path, file } = await large();
    const reader = file.stream().getReader();
    await reader.read();
    appendFileSync(path, "more");
    await expect(reader.read()).rejects.toMatchObject({ name: "NotReadableError" });
    await expect(file.slice(0, 4).text()).rejects.toMatchObject({ name: "NotReadableError" });
  });
});
