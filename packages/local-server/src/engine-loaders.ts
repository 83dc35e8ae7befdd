import type { Engine } from "./engines/engine.js";

/** The engines' code, loaded by the worker thread that needs it and by nothing else. */
export const engineLoaders: Readonly<Record<string, () => Promise<Engine>>> = {
  "ki/cast": async () => (await import("./engines/office/cast-engine.js")).castEngine,
  "ki/ocr": async () => (await import("./engines/ocr/ocr-engine.js")).ocrEngine,
  image: async () => (await import("./engines/image/image-engine.js")).imageEngine,
  "pdf-to-image": async () => (await import("./engines/image/pdf-to-image-engine.js")).pdfToImageEngine,
  "toc-parser": async () => (await import("./engines/construction/toc-parser-engine.js")).tocParserEngine,
  "content-extractor": async () =>
    (await import("./engines/construction/content-extractor-engine.js")).contentExtractorEngine,
  "door-detector": async () =>
    (await import("./engines/construction/door-detector-engine.js")).doorDetectorEngine,
  "elevation-detector": async () =>
    (await import("./engines/construction/elevation-detector-engine.js")).elevationDetectorEngine,
  "schedule-extractor": async () =>
    (await import("./engines/construction/schedule-extractor-engine.js")).scheduleExtractorEngine,
  "page-classifier": async () =>
    (await import("./engines/construction/page-classifier-engine.js")).pageClassifierEngine,
  "count-pages": async () => (await import("./jobs/count-pages-engine.js")).countPagesEngine,
};
