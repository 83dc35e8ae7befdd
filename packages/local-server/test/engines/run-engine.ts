import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { Engine, EngineOutcome } from "../../src/engines/engine.js";

/** Runs an engine on bytes in a folder of its own, which goes when the test ends. */
export async function runEngine(
  engine: Engine,
  request: {
    input: Uint8Array;
    from: string;
    to: string;
    inputName?: string;
    options?: Record<string, unknown>;
    signal?: AbortSignal;
    onProgress?: (percent: number, phase?: string) => void;
  },
): Promise<EngineOutcome> {
  const directory = await mkdtemp(path.join(tmpdir(), "docjobs-engine-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const inputPath = path.join(directory, "input");
  await writeFile(inputPath, request.input);
  const outputDirectory = await mkdtemp(path.join(directory, "out-"));
  return engine.run(
    {
      inputPath,
      inputName: request.inputName ?? `document.${request.from}`,
      from: request.from,
      to: request.to,
      options: request.options ?? {},
      outputDirectory,
    },
    {
      progress: (percent, phase) => request.onProgress?.(percent, phase),
      signal: request.signal ?? new AbortController().signal,
    },
  );
}
