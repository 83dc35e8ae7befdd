// Generated from specs/castdoc/openapi.yaml by `pnpm generate`; edits are overwritten.

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
import { castdocApi } from "./job-api.gen.js";
import type { operations, paths } from "./schema.gen.js";

/** Input of `convert`: Convert a PDF to Word, Excel or PowerPoint. `file` is uploaded first; or give the `file_id` of a file that is uploaded already. */
export type CastdocConvertInput = WithFile<
  operations["createJob"]["requestBody"]["content"]["application/json"],
  "file_id"
>;

/** The job kinds of CastDoc. */
export type CastdocKinds = {
  /** Convert a PDF to Word, Excel or PowerPoint. */
  convert: {
    input: CastdocConvertInput;
    job: operations["getJob"]["responses"]["200"]["content"]["application/json"];
    result: FileResult;
    can: "progress";
  };
};

/** CastDoc: Turns digital-born PDF files into Word, Excel and PowerPoint documents. */
export type CastdocClient = JobsClient<CastdocKinds> &
  ListClient<CastdocKinds> &
  KindClient<CastdocKinds["convert"]> & {
    /** Every documented operation, typed; its requests are as safe as those of jobs. */
    readonly api: Client<paths>;
  };

/** A client of CastDoc. */
export function castdoc(options: ClientOptions = {}): CastdocClient {
  // jobs-core gives a client `list` where the spec declares it, as this one does.
  const jobs = createJobsClient<CastdocKinds>(castdocApi, options) as JobsClient<CastdocKinds> &
    ListClient<CastdocKinds>;
  const api = createFetchClient<paths>({
    baseUrl: jobs.baseUrl,
    fetch: jobs.fetch,
    bodySerializer: serializeBody,
  });
  return Object.assign(jobs, jobs.kind("convert"), { api });
}
