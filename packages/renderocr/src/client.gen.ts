// Generated from specs/renderocr/openapi.yaml by `pnpm generate`; edits are overwritten.

import { createJobsClient } from "@docjobs/jobs-core";
import type {
  ClientOptions,
  FileResult,
  JobsClient,
  KindClient,
  ListClient,
  WithFile,
} from "@docjobs/jobs-core";
import { serializeBody } from "@docjobs/jobs-core/features";
import createFetchClient from "openapi-fetch";
import type { Client } from "openapi-fetch";
import { renderocrApi } from "./job-api.gen.js";
import type { operations, paths } from "./schema.gen.js";

/** Input of `ocr`: Recognise the text of a scan or picture and give a Word, Excel or PowerPoint document. `file` is uploaded first; or give the `file_id` of a file that is uploaded already. */
export type RenderocrOcrInput = WithFile<
  operations["createJob"]["requestBody"]["content"]["application/json"],
  "file_id"
>;

/** The job kinds of RenderOCR. */
export type RenderocrKinds = {
  /** Recognise the text of a scan or picture and give a Word, Excel or PowerPoint document. */
  ocr: {
    input: RenderocrOcrInput;
    job: operations["getJob"]["responses"]["200"]["content"]["application/json"];
    result: FileResult;
    can: "progress";
  };
};

/** RenderOCR: Reads scans and photographed pages and gives Word, Excel and PowerPoint documents. */
export type RenderocrClient = JobsClient<RenderocrKinds> &
  ListClient<RenderocrKinds> &
  KindClient<RenderocrKinds["ocr"]> & {
    /** Every documented operation, typed; its requests are as safe as those of jobs. */
    readonly api: Client<paths>;
  };

/** A client of RenderOCR. */
export function renderocr(options: ClientOptions = {}): RenderocrClient {
  // jobs-core gives a client `list` where the spec declares it, as this one does.
  const jobs = createJobsClient<RenderocrKinds>(renderocrApi, options) as JobsClient<RenderocrKinds> &
    ListClient<RenderocrKinds>;
  const api = createFetchClient<paths>({
    baseUrl: jobs.baseUrl,
    fetch: jobs.fetch,
    bodySerializer: serializeBody,
  });
  return Object.assign(jobs, jobs.kind("ocr"), { api });
}
