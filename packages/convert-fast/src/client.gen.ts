// Generated from specs/convert-fast/openapi.yaml by `pnpm generate`; edits are overwritten.

import { createJobsClient } from "@docjobs/jobs-core";
import type {
  ClientOptions,
  EstimateClient,
  FileResult,
  JobsClient,
  KindClient,
  WithFilePart,
} from "@docjobs/jobs-core";
import { serializeBody } from "@docjobs/jobs-core/features";
import createFetchClient from "openapi-fetch";
import type { Client } from "openapi-fetch";
import { convertFastApi } from "./job-api.gen.js";
import type { operations, paths } from "./schema.gen.js";

/** Input of `convert`: Convert a file or URL into another format. `file` is sent with it. */
export type ConvertFastConvertInput = WithFilePart<
  operations["createJob"]["requestBody"]["content"]["multipart/form-data"],
  "file"
>;

/** The job kinds of convert.fast. */
export type ConvertFastKinds = {
  /** Convert a file or URL into another format. */
  convert: {
    input: ConvertFastConvertInput;
    job: operations["getJob"]["responses"]["200"]["content"]["application/json"];
    result: FileResult;
    can: "cancel" | "delete" | "progress";
  };
};

/** convert.fast: Converts images, documents, audio, video, archives, ebooks and fonts from one format into another. */
export type ConvertFastClient = JobsClient<ConvertFastKinds> &
  KindClient<ConvertFastKinds["convert"]> &
  EstimateClient<ConvertFastKinds["convert"]> & {
    /** Every documented operation, typed; its requests are as safe as those of jobs. */
    readonly api: Client<paths>;
  };

/** A client of convert.fast. */
export function convertFast(options: ClientOptions = {}): ConvertFastClient {
  const jobs = createJobsClient<ConvertFastKinds>(convertFastApi, options);
  const api = createFetchClient<paths>({
    baseUrl: jobs.baseUrl,
    fetch: jobs.fetch,
    bodySerializer: serializeBody,
  });
  return Object.assign(
    jobs,
    jobs.kind("convert") as KindClient<ConvertFastKinds["convert"]> &
      EstimateClient<ConvertFastKinds["convert"]>,
    { api },
  );
}
