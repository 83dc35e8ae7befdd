import type { Worker as ThreadWorker } from "node:worker_threads";
import tesseract, { type Block, type PSM, type Worker } from "tesseract.js";
import { EngineError } from "../engine-error.js";
import { encodePgm } from "./encode-pgm.js";
import type { GreyImage } from "./grey-image.js";
import { languageFolder } from "./ocr-languages.js";

/** Recognises the text of a page with a warm worker. */
export async function recognise(request: {
  image: GreyImage;
  language: string;
  segmentation: Segmentation;
  signal: AbortSignal;
}): Promise<Block[]> {
  const { image, language, segmentation, signal } = request;
  if (signal.aborted) throw aborted();
  const worker = await takeWorker(language);
  const settled = new AbortController();
  try {
    const blocks = await Promise.race([
      read(worker, image, segmentation),
      worker.failure,
      whenAborted(signal, settled.signal),
    ]);
    giveBack(worker);
    return blocks;
  } catch (error) {
    // After a failure or in the middle of a page a worker is of no more use.
    await stop(worker);
    throw recognitionError(error);
  } finally {
    settled.abort();
  }
}

/** Ends the idle workers of this thread; the next page starts new ones. */
export async function closeOcr(): Promise<void> {
  await Promise.all(idle.splice(0).map(stop));
}

/** How a picture is taken apart: as a page, as pieces of text in any place, or as one line. */
export type Segmentation = "auto" | "sparse" | "line";

const segmentationModes: Readonly<Record<Segmentation, PSM>> = {
  // The library's own default, one uniform block, loses columns and tables.
  auto: tesseract.PSM.AUTO,
  sparse: tesseract.PSM.SPARSE_TEXT,
  line: tesseract.PSM.SINGLE_LINE,
};

interface WarmWorker {
  language: string;
  tesseract: Worker;
  thread: ThreadWorker | undefined;
  /** Rejects when the worker's thread dies: the library itself would wait for ever. */
  failure: Promise<never>;
}

const idle: WarmWorker[] = [];
const mostIdle = 2;
const startTimeoutMs = 60_000;

async function takeWorker(language: string): Promise<WarmWorker> {
  const index = idle.findIndex((worker) => worker.language === language);
  const warm = index >= 0 ? idle.splice(index, 1)[0] : undefined;
  const worker = warm ?? (await startWorker(language));
  worker.thread?.ref();
  return worker;
}

function giveBack(worker: WarmWorker): void {
  if (idle.length >= mostIdle) {
    void stop(worker);
    return;
  }
  // An idle worker must not keep the process alive.
  worker.thread?.unref();
  idle.push(worker);
}

async function stop(worker: WarmWorker): Promise<void> {
  await worker.tesseract.terminate();
}

async function startWorker(language: string): Promise<WarmWorker> {
  const started = tesseract.createWorker([language], tesseract.OEM.LSTM_ONLY, {
    langPath: languageFolder(language),
    gzip: true,
    cacheMethod: "none",
    // Without a handler the library throws where nobody can catch; its promises carry the same error.
    errorHandler: () => undefined,
  });
  const worker = await withTimeout(started, startTimeoutMs);
  // The declaration leaves this property out.
  const { worker: thread } = worker as Worker & { worker?: ThreadWorker };
  const failure = new Promise<never>((_, reject) => {
    thread?.on("error", reject);
    thread?.on("exit", () => reject(new Error("The recognition thread ended.")));
  });
  failure.catch(() => undefined);
  return { language, tesseract: worker, thread, failure };
}

async function read(worker: WarmWorker, image: GreyImage, segmentation: Segmentation): Promise<Block[]> {
  await worker.tesseract.setParameters({
    tessedit_pageseg_mode: segmentationModes[segmentation],
    user_defined_dpi: String(Math.round(image.dpi)),
    // The core's remarks would end up on standard error.
    debug_file: "/dev/null",
  });
  const result = await worker.tesseract.recognize(encodePgm(image), {}, { text: false, blocks: true });
  return result.data.blocks ?? [];
}

async function withTimeout<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Text recognition did not start in ${timeoutMs} ms.`)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Rejects when `signal` aborts; forgets about it when `settled` does. */
function whenAborted(signal: AbortSignal, settled: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(aborted()), { once: true, signal: settled });
  });
}

function aborted(): EngineError {
  return new EngineError("aborted", "Text recognition was stopped.");
}

function recognitionError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  return new EngineError("internal", "Text recognition failed on a page. Try the document again.", {
    cause: error,
  });
}
