import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DataDirectoryInUseError, lockDataDirectory } from "../../src/store/data-directory-lock.js";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "docjobs-lock-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const notePath = (): string => join(directory, "docjobs.lock");

it("refuses a second owner and tells who the first is", async () => {
  const lock = await lockDataDirectory(directory);
  await lock.publish("http://127.0.0.1:4010");
  const refusal = await lockDataDirectory(directory).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(DataDirectoryInUseError);
  expect(refusal).toMatchObject({ pid: process.pid, url: "http://127.0.0.1:4010", directory });
  await lock.release();
  await (await lockDataDirectory(directory)).release();
});

it("refuses while another process holds it, whatever its pid, and takes over when that is killed", async () => {
  const holder = fork(fileURLToPath(new URL("../fixtures/hold-lock.mjs", import.meta.url)), [directory]);
  await once(holder, "message");
  // In a container of its own the other one is process 1, as this one may be.
  await writeFile(notePath(), JSON.stringify({ pid: process.pid, url: "http://127.0.0.1:1" }));
  await expect(lockDataDirectory(directory)).rejects.toMatchObject({ url: "http://127.0.0.1:1" });
  const exited = once(holder, "exit");
  holder.kill("SIGKILL");
  await exited;
  const lock = await lockDataDirectory(directory);
  expect(JSON.parse(await readFile(notePath(), "utf8"))).toEqual({ pid: process.pid });
  await lock.release();
});

it("says so where the owner left no note", async () => {
  const holder = fork(fileURLToPath(new URL("../fixtures/hold-lock.mjs", import.meta.url)), [directory]);
  await once(holder, "message");
  await expect(lockDataDirectory(directory)).rejects.toThrow(/other processes/);
  holder.kill("SIGKILL");
});

it.each(["{", JSON.stringify({ pid: process.ppid }), "null"])(
  "takes over from a note alone: %s",
  async (content) => {
    await writeFile(notePath(), content);
    await (await lockDataDirectory(directory)).release();
  },
);

it("lets exactly one of many win", async () => {
  await writeFile(notePath(), JSON.stringify({ pid: process.ppid }));
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataDirectory(directory)));
  const winners = results.filter(({ status }) => status === "fulfilled");
  expect(winners).toHaveLength(1);
  for (const result of winners) if (result.status === "fulfilled") await result.value.release();
});
