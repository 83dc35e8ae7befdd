import { castdoc } from "@docjobs/castdoc";
import { fileFrom, saveTo } from "@docjobs/jobs-core/node";

const jobs = castdoc({ apiKey: process.env["DOCJOBS_CASTDOC_API_KEY"] });
const file = await fileFrom("document.pdf");
const job = await jobs.submit({ file, engine: "ki/cast", output_format: "docx" });
const done = await job.wait({ timeoutMs: 600_000 });
await saveTo(done, "result.docx");
