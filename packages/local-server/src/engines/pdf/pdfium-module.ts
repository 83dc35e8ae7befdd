import { init } from "@embedpdf/pdfium";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { isMainThread, threadId } from "node:worker_threads";

/** The part of PDFium that the reader uses: its functions and the memory they share with JavaScript. */
export type Pdfium = Awaited<ReturnType<typeof init>>;

let loading: Promise<Pdfium> | undefined;

/** PDFium, compiled and started once per thread. */
export function loadPdfium(): Promise<Pdfium> {
  loading ??= startPdfium();
  return loading;
}

/** Has the next call start another PDFium: after a crash inside it, its memory can no longer be trusted. */
export function forgetPdfium(): void {
  loading = undefined;
}

async function startPdfium(): Promise<Pdfium> {
  // The package would fetch its wasm from a CDN, so the bytes are always passed.
  const wasm = await readFile(createRequire(import.meta.url).resolve("@embedpdf/pdfium/pdfium.wasm"));
  const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length) as ArrayBuffer;
  try {
    const pdfium = await init({ wasmBinary } as Parameters<typeof init>[0]);
    pdfium.PDFiumExt_Init();
    return pdfium;
  } catch (error) {
    loading = undefined;
    const thread = isMainThread ? "the main thread" : `worker thread ${threadId}`;
    throw new Error(`PDFium did not start in ${thread}; reinstall @embedpdf/pdfium`, { cause: error });
  }
}
