import { convertFast } from "@docjobs/convert-fast";
import { fileFrom, saveTo } from "@docjobs/jobs-core/node";

const jobs = convertFast({ apiKey: process.env["DOCJOBS_CONVERT_FAST_API_KEY"] });
const file = await fileFrom("document.pdf");
const job = await jobs.submit({ file, targetFormat: "jpg" });
const done = await job.wait({ timeoutMs: 600_000 });
await saveTo(done, "result.jpg");
