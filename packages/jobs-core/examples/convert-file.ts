import { createJobsClient, type FileResult, type JobApi, JobsError } from "@docjobs/jobs-core";
import { fileFrom, saveTo } from "@docjobs/jobs-core/node";

export async function convertFile(api: JobApi, apiKey: string, input: string, output: string): Promise<void> {
  const jobs = createJobsClient<{ convert: Convert }>(api, { apiKey });
  try {
    const job = await jobs.kind("convert").submit({ file: await fileFrom(input), format: "docx" });
    for await (const { state, progress } of job.events()) console.log(state, progress?.percent);
    const done = await job.wait({ timeoutMs: 600_000 });
    await saveTo(done, output);
  } catch (error) {
    if (JobsError.isInstance(error)) console.error(error.code, error.hint, error.token);
    throw error;
  }
}

/** A generated client brings this type and the `JobApi` with it. */
type Convert = {
  input: { file: Blob; format: string };
  job: { id: string; status: string };
  result: FileResult;
  can: "cancel" | "progress";
};
