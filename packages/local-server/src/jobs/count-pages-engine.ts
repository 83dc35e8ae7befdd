import { readFile } from "node:fs/promises";
import { EngineError } from "../engines/engine-error.js";
import type { Engine } from "../engines/engine.js";
import { openPdf } from "../engines/pdf/open-pdf.js";

/** Opens a PDF and counts its pages: what has to be known of an upload before any job. Not offered by an API. */
export const countPagesEngine: Engine = {
  id: "count-pages",
  async run(task) {
    if (task.from !== "pdf") throw new EngineError("unsupported", "Only PDF files have their pages counted.");
    const document = await openPdf(await readFile(task.inputPath));
    try {
      return { files: [], pages: document.pageCount };
    } finally {
      document.close();
    }
  },
};
