import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Engine } from "../../../src/engines/engine.js";

/** Absolute path of one of the package's samples. */
export function sample(name: string): string {
  return fileURLToPath(new URL(`../../../samples/${name}`, import.meta.url));
}

/** Runs an engine that answers with data on a PDF, given as its path or its bytes. */
export async function runEngine<Result>(
  engine: Engine,
  input: string | Uint8Array,
  options: Record<string, unknown> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "docjobs-construction-"));
  try {
    const inputPath = typeof input === "string" ? input : join(folder, "input.pdf");
    if (typeof input !== "string") await writeFile(inputPath, input);
    const task = { inputPath, inputName: "input.pdf", from: "pdf", to: "", options, outputDirectory: folder };
    const outcome = await engine.run(task, { progress: () => undefined, signal });
    return outcome.data as Result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
