import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { writeNewFile } from "../../src/output/write-new-file.js";

const directory = mkdtempSync(join(tmpdir(), "docjobs-write-"));
afterAll(() => rmSync(directory, { recursive: true }));

it("writes a whole file, leaves an existing one alone, and replaces it when told", async () => {
  const path = join(directory, "a.json");
  await writeNewFile(path, "one", false);
  await expect(writeNewFile(path, "two", false)).rejects.toMatchObject({ exit: 10 });
  expect(readFileSync(path, "utf8")).toBe("one");
  await writeNewFile(path, "three", true);
  expect(readFileSync(path, "utf8")).toBe("three");
  expect(readdirSync(directory)).toEqual(["a.json"]);
});

it("replaces a link and not the file behind it", async () => {
  const victim = join(directory, "victim");
  writeFileSync(victim, "untouched");
  symlinkSync(victim, join(directory, "link"));
  await writeNewFile(join(directory, "link"), "new", true);
  expect(readFileSync(victim, "utf8")).toBe("untouched");
});

it("leaves nothing behind when the content breaks off", async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(10);
    throw Object.assign(new Error("gone"), { code: "ECONNRESET" });
  }
  await expect(writeNewFile(join(directory, "b"), broken(), false)).rejects.toThrow("cannot be written");
  expect(readdirSync(directory).filter((name) => name.startsWith("b") || name.includes("part"))).toEqual([]);
});
