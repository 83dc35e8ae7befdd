import { createBatch, expandInputs } from "@docjobs/batch";
import { castdocApi } from "@docjobs/castdoc";

const batch = createBatch({
  api: castdocApi,
  clientOptions: { apiKey: process.env["CASTDOC_API_KEY"] },
  fields: { engine: "ki/cast", output_format: "docx" },
  extension: "docx",
  inputs: expandInputs(["scans/"], { extensions: ["pdf"] }),
  outputDirectory: "converted",
});
for await (const { input, state, output, error } of batch)
  console.log(input, state, output ?? error?.message);
console.log(batch.summary?.counts.phases);
