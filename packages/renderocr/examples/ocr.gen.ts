import { renderocr } from "@docjobs/renderocr";
import { fileFrom, saveTo } from "@docjobs/jobs-core/node";

const jobs = renderocr({ apiKey: process.env["DOCJOBS_RENDEROCR_API_KEY"] });
const file = await fileFrom("document.pdf");
const job = await jobs.submit({ file, engine: "ki/ocr", output_format: "docx", languages: ["jpn"] });
const done = await job.wait({ timeoutMs: 600_000 });
await saveTo(done, "result.docx");
