import { anchorgrid } from "@docjobs/anchorgrid";
import { fileFrom } from "@docjobs/jobs-core/node";

const jobs = anchorgrid({ apiKey: process.env["DOCJOBS_ANCHORGRID_API_KEY"] });
const file = await fileFrom("document.pdf");
const source = await jobs.tocParser.submit({ file });
const finished = await source.wait();
const job = await jobs.contentExtractor.submit({
  job_id: finished.id,
  section_codes: ["033000", "10 29 00"],
});
const done = await job.wait({ timeoutMs: 600_000 });
console.log(done.result);
