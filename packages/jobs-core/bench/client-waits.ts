/** A process of `waits.ts`: one client, a handle for each job, one signal for all. */
import { createJobsClient } from "@docjobs/jobs-core";
import { measureSoak } from "./measure-soak.js";
import { slowJobs } from "./slow-jobs.js";

await measureSoak((baseUrl) => {
  const naps = createJobsClient(slowJobs, { baseUrl, apiKey: "bench" }).kind("nap");
  const { signal } = new AbortController();
  return async (id) => (await naps.job(id).wait({ signal, timeoutMs: 3_600_000 })).result;
});
