import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DataDirectoryInUseError, lockDataDirectory } from "../../src/store/data-directory-lock.js";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "docjobs-lock-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const lockPath = (): string => join(directory, "docjobs.lock");

it("refuses a second owner and tells who the first is", async () => {
  const lock = await lockDataDirectory(directory);
  await lock.publish("http://127.0.0.1:4010");
  const refusal = await lockDataDirectory(directory).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(DataDirectoryInUseError);
  expect(refusal).toMatchObject({ pid: process.pid, url: "http://127.0.0.1:4010", directory });
  await lock.release();
  await (await lockDataDirectory(directory)).release();
});

it("refuses while another process that lives holds it", async () => {
  // The parent of this process lives and is not this process.
  await writeFile(lockPath(), JSON.stringify({ pid: process.ppid, url: "http://127.0.0.1:1" }));
  await expect(lockDataDirectory(directory)).rejects.toMatchObject({ pid: process.ppid });
});

it("takes over from a process that is dead, one whose pid was given out again, and from rubbish", async () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  for (const content of [
    JSON.stringify({ pid }),
    JSON.stringify({ pid: process.pid }),
    JSON.stringify({ pid: process.ppid, startedAt: "another start" }),
    "{",
  ]) {
    // Where the kernel does not tell when a process began, a pid alone has to do.
    if (content.includes("another start") && process.platform !== "linux") continue;
    await writeFile(lockPath(), content);
    const lock = await lockDataDirectory(directory);
    expect(JSON.parse(await readFile(lockPath(), "utf8"))).toMatchObject({ pid: process.pid });
    await lock.release();
  }
});

it("lets exactly one of many win a stale lock", async () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  await writeFile(lockPath(), JSON.stringify({ pid }));
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataDirectory(directory)));
  const winners = results.filter(({ status }) => status === "fulfilled");
  expect(winners).toHaveLength(1);
});
