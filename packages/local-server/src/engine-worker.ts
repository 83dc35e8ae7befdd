import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { EngineError } from "./engines/engine-error.js";
import type { EngineOutcome } from "./engines/engine.js";
import { forgetPdfium } from "./engines/pdf/pdfium-module.js";
import { engineLoaders } from "./engine-loaders.js";
import type { OutputFile, WorkerMessage, WorkerReply, WorkerRequest } from "./jobs/worker-protocol.js";

/** Runs one engine task; the worker threads' only entry. */
export async function runEngineTask({ engine: id, task, port }: WorkerRequest): Promise<WorkerReply> {
  const stop = new AbortController();
  const send = (message: WorkerMessage): void => port.postMessage(message);
  port.on("message", () => stop.abort());
  let memoryRanOut = false;
  const restoreOutput = divertOutput((line) => {
    // PDFium says so, and then aborts.
    if (/cannot enlarge memory/i.test(line)) memoryRanOut = true;
    send({ type: "log", line });
  });
  try {
    const load = engineLoaders[id];
    if (!load) throw new EngineError("internal", `This server has no engine ${id} yet.`);
    const engine = await load();
    const outcome = await engine.run(task, {
      signal: stop.signal,
      progress: (percent, phase) => send({ type: "progress", percent, phase: phase ?? null }),
    });
    return await reply(outcome);
  } catch (error) {
    return failure(error, memoryRanOut);
  } finally {
    restoreOutput();
    port.close();
  }
}

async function reply(outcome: EngineOutcome): Promise<WorkerReply> {
  const [file, second] = outcome.files;
  if (second) throw new Error("An engine hands over one file, packed if there are several");
  return {
    ok: true,
    ...(file ? { file: { ...file, ...(await seal(file.path)), fileCount: fileCount(outcome) } } : {}),
    ...(outcome.data === undefined ? {} : { data: outcome.data }),
    ...(outcome.pages === undefined ? {} : { pages: outcome.pages }),
  };
}

function fileCount({ data }: EngineOutcome): number {
  const count = (data as { fileCount?: unknown } | undefined)?.fileCount;
  return typeof count === "number" ? count : 1;
}

async function seal(path: string): Promise<Pick<OutputFile, "sizeBytes" | "sha256">> {
  const hash = createHash("sha256");
  const file = await open(path, "r+");
  try {
    let sizeBytes = 0;
    for await (const chunk of file.createReadStream({
      autoClose: false,
      start: 0,
    }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      sizeBytes += chunk.length;
    }
    await file.sync();
    return { sizeBytes, sha256: hash.digest("hex") };
  } finally {
    await file.close();
  }
}

function failure(error: unknown, memoryRanOut: boolean): WorkerReply {
  if (error instanceof EngineError) return { ok: false, code: error.code, message: error.message };
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  forgetPdfium();
  if (memoryRanOut) {
    const message = "The document needs more memory than a job may take. Split it.";
    return { ok: false, code: "out-of-memory", message, detail, worn: true };
  }
  return {
    worn: true,
    ok: false,
    code: "internal",
    message: "The engine failed on this document. Try another export of it, or report it as a defect.",
    detail,
  };
}

/** Libraries write notes of their own to the terminal; they belong into the server's log. */
function divertOutput(log: (line: string) => void): () => void {
  const restores = [process.stdout, process.stderr].map((stream) => {
    const write = stream.write;
    stream.write = ((chunk: Uint8Array | string): boolean => {
      for (const line of String(chunk).split("\n")) if (line.trim()) log(line);
      return true;
    }) as typeof stream.write;
    return (): void => {
      stream.write = write;
    };
  });
  return () => restores.forEach((restore) => restore());
}
