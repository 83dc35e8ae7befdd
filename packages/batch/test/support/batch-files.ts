import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { BatchOptions, ItemResult } from "../../src/index.js";
import type { FakeApi } from "./fake-api.js";

export interface BatchFiles {
  directory: string;
  inputs: string[];
  output: string;
  /** Names and contents of the results. */
  results(): Record<string, string>;
  /** Lines of results.jsonl. */
  lines(): ItemResult[];
}

/** A directory with inputs, by name and content. */
export function batchFiles(contents: Readonly<Record<string, string | Buffer>>): BatchFiles {
  const directory = mkdtempSync(join(tmpdir(), "docjobs-batch-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return filesIn(directory, contents);
}

export function filesIn(directory: string, contents: Readonly<Record<string, string | Buffer>>): BatchFiles {
  const output = join(directory, "out");
  const inputs = Object.entries(contents).map(([name, content]) => {
    const path = join(directory, "in", name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  });
  return {
    directory,
    inputs,
    output,
    results() {
      const names = readdirSync(output).filter((name) => name !== ".docjobs" && name !== "results.jsonl");
      return Object.fromEntries(names.map((name) => [name, readFileSync(join(output, name), "utf8")]));
    },
    lines: () =>
      (existsSync(join(output, "results.jsonl")) ? readFileSync(join(output, "results.jsonl"), "utf8") : "")
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line) as ItemResult),
  };
}

/** Options of a batch of these files at this API, without pauses. */
export function optionsFor(
  server: FakeApi,
  files: BatchFiles,
  changes: Partial<BatchOptions> = {},
): BatchOptions {
  return {
    api: server.api,
    clientOptions: { apiKey: "key", fetch: server.fetch, random: () => 0 },
    extension: "docx",
    inputs: files.inputs,
    outputDirectory: files.output,
    limits: { reconcileAfterMs: 1, outageMs: 5000, outagePauseMs: 1, strandedAfterMs: 0, graceMs: 1000 },
    ...changes,
  };
}
