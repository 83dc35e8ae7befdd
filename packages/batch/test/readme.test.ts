import { readFileSync } from "node:fs";
import { expect, onTestFinished, test, vi } from "vitest";
import { batchFiles } from "./support/batch-files.js";
import { FakeApi } from "./support/fake-api.js";

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), "utf8");
}

test("the README's example is one that runs", async () => {
  const shown = /```ts\n([\s\S]*?)```/u.exec(read("../README.md"))?.[1];
  expect(shown).toBe(read("../examples/convert-scans.ts"));

  const server = new FakeApi();
  const { directory } = batchFiles({ "scans/a.pdf": "one", "scans/old/b.pdf": "two", "scans/c.txt": "no" });
  const before = process.cwd();
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  onTestFinished(() => {
    process.chdir(before);
    log.mockRestore();
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
  });
  vi.stubGlobal("fetch", server.fetch);
  vi.stubEnv("CASTDOC_API_KEY", "key");
  process.chdir(`${directory}/in`);
  await import("../examples/convert-scans.js");
  expect([...server.jobsByContent]).toEqual(
    expect.arrayContaining([
      ["one", 1],
      ["two", 1],
    ]),
  );
  expect(readFileSync("converted/a.docx", "utf8")).toBe("converted one");
  expect(readFileSync("converted/old/b.docx", "utf8")).toBe("converted two");
  expect(log).toHaveBeenLastCalledWith({ saved: 2 });
});
