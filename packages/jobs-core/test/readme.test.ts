import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { convertFile } from "../examples/convert-file.js";
import * as jobsCore from "../src/index.js";
import { startTestServer, json, text } from "./support/test-server.js";
import { testApi } from "./support/test-api.js";

const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");

test("the README's example is the one that runs", async () => {
  const source = await readFile(new URL("../examples/convert-file.ts", import.meta.url), "utf8");
  const shown = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  expect(source.replace(/\s+/g, " ")).toContain(shown.trim().replace(/\s+/g, " "));

  const directory = await mkdtemp(join(tmpdir(), "jobs-core-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  onTestFinished(() => log.mockRestore());
  const server = await startTestServer();
  server.on("POST /files", json(201, { file_id: "f1" }));
  server.on("POST /jobs", json(202, { id: "j1", status: "queued" }));
  server.on("GET /jobs/j1", json(200, { id: "j1", status: "done", output: { file_id: "f2" } }));
  server.on("GET /files/f2/content", text(200, "converted"));
  const [input, output] = [join(directory, "a.pdf"), join(directory, "a.docx")];
  await writeFile(input, "%PDF");
  const api = testApi(server.url);
  const quick = { ...api, job: { ...api.job, poll: { minMs: 1, maxMs: 1 } } };
  await convertFile(quick, "key", input, output);
  expect(await readFile(output, "utf8")).toBe("converted");
  expect(log).toHaveBeenCalledWith("succeeded", undefined);
});

test("the README's way to hear of webhooks is the one that the tests of wake run", async () => {
  const source = await readFile(new URL("../examples/wait-with-webhook.ts", import.meta.url), "utf8");
  expect(readme).toContain(source);
});

test("the README lists every error with its code", () => {
  const classes = Object.entries(jobsCore).filter(([name]) => name.endsWith("Error") && name !== "JobsError");
  for (const [name, Class] of classes) {
    expect(readme).toMatch(
      new RegExp(`\`${name}\`\\s*\\|\\s*\`${(Class as typeof jobsCore.JobsError).code}\``),
    );
  }
});
