import { anchorgrid } from "@docjobs/anchorgrid";
import { fileFrom } from "@docjobs/jobs-core/node";

const jobs = anchorgrid({ apiKey: process.env["DOCJOBS_ANCHORGRID_API_KEY"] });
const file = await fileFrom("document.pdf");
const job = await jobs.pageClassifier.submit({ file });
const done = await job.wait({ timeoutMs: 600_000 });
console.log(done.result);
