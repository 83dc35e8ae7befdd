// Generated from specs/anchorgrid/openapi.yaml by `pnpm generate`; edits are overwritten.

import { createJobsClient } from "@docjobs/jobs-core";
import type { ClientOptions, JobsClient, KindClient, WithFile } from "@docjobs/jobs-core";
import { serializeBody } from "@docjobs/jobs-core/features";
import createFetchClient from "openapi-fetch";
import type { Client } from "openapi-fetch";
import { anchorgridApi } from "./job-api.gen.js";
import type { components, operations, paths } from "./schema.gen.js";

/** Input of `door-detector`: Detect doors in drawings. `file` is uploaded first; or give the `document_id` of a file that is uploaded already. */
export type AnchorgridDoorDetectorInput = WithFile<
  operations["detectDoors"]["requestBody"]["content"]["application/json"],
  "document_id"
>;

/** Input of `elevation-detector`: Detect elevations in drawings. `file` is uploaded first; or give the `document_id` of a file that is uploaded already. */
export type AnchorgridElevationDetectorInput = WithFile<
  operations["detectElevations"]["requestBody"]["content"]["application/json"],
  "document_id"
>;

/** Input of `schedule-extractor`: Extract schedules from drawings. `file` is uploaded first; or give the `document_id` of a file that is uploaded already. */
export type AnchorgridScheduleExtractorInput = WithFile<
  operations["extractSchedules"]["requestBody"]["content"]["application/json"],
  "document_id"
>;

/** Input of `page-classifier`: Classify the pages of drawings. `file` is uploaded first; or give the `document_id` of a file that is uploaded already. */
export type AnchorgridPageClassifierInput = WithFile<
  operations["classifyPages"]["requestBody"]["content"]["application/json"],
  "document_id"
>;

/** Input of `toc-parser`: Parse a specification's table of contents. `file` is uploaded first; or give the `document_id` of a file that is uploaded already. */
export type AnchorgridTocParserInput = WithFile<
  operations["parseSpec"]["requestBody"]["content"]["application/json"],
  "document_id"
>;

/** Input of `content-extractor`: Extract sections of a specification. */
export type AnchorgridContentExtractorInput =
  operations["extractContent"]["requestBody"]["content"]["application/json"];

/** The job kinds of AnchorGrid. */
export type AnchorgridKinds = {
  /** Detect doors in drawings. */
  "door-detector": {
    input: AnchorgridDoorDetectorInput;
    job: operations["getJob"]["responses"]["200"]["content"]["application/json"];
    result: components["schemas"]["DoorDetectorResult"];
    can: "cancel" | "progress";
  };
  /** Detect elevations in drawings. */
  "elevation-detector": {
    input: AnchorgridElevationDetectorInput;
    job: operations["getJob"]["responses"]["200"]["content"]["application/json"];
    result: components["schemas"]["ElevationDetectorResult"];
    can: "cancel" | "progress";
  };
  /** Extract schedules from drawings. */
  "schedule-extractor": {
    input: AnchorgridScheduleExtractorInput;
    job: operations["getJob"]["responses"]["200"]["content"]["application/json"];
    result: components["schemas"]["ScheduleExtractorResult"];
    can: "cancel" | "progress";
  };
  /** Classify the pages of drawings. */
  "page-classifier": {
    input: AnchorgridPageClassifierInput;
    job: operations["getJob"]["responses"]["200"]["content"]["application/json"];
    result: components["schemas"]["PageClassifierResult"];
    can: "cancel" | "progress";
  };
  /** Parse a specification's table of contents. */
  "toc-parser": {
    input: AnchorgridTocParserInput;
    job: operations["getJob"]["responses"]["200"]["content"]["application/json"];
    result: components["schemas"]["TocParserResult"];
    can: "cancel" | "progress";
  };
  /** Extract sections of a specification. */
  "content-extractor": {
    input: AnchorgridContentExtractorInput;
    job: operations["getJob"]["responses"]["200"]["content"]["application/json"];
    result: components["schemas"]["ContentExtractorResult"];
    can: "cancel" | "progress";
  };
};

/** AnchorGrid: Reads construction drawings and specifications and gives doors, elevations, schedules and sections as data. */
export type AnchorgridClient = JobsClient<AnchorgridKinds> & {
  /** Detect doors in drawings. */
  readonly doorDetector: KindClient<AnchorgridKinds["door-detector"]>;
  /** Detect elevations in drawings. */
  readonly elevationDetector: KindClient<AnchorgridKinds["elevation-detector"]>;
  /** Extract schedules from drawings. */
  readonly scheduleExtractor: KindClient<AnchorgridKinds["schedule-extractor"]>;
  /** Classify the pages of drawings. */
  readonly pageClassifier: KindClient<AnchorgridKinds["page-classifier"]>;
  /** Parse a specification's table of contents. */
  readonly tocParser: KindClient<AnchorgridKinds["toc-parser"]>;
  /** Extract sections of a specification. */
  readonly contentExtractor: KindClient<AnchorgridKinds["content-extractor"]>;
  /** Every documented operation, typed; its requests are as safe as those of jobs. */
  readonly api: Client<paths>;
};

/** A client of AnchorGrid. */
export function anchorgrid(options: ClientOptions = {}): AnchorgridClient {
  const jobs = createJobsClient<AnchorgridKinds>(anchorgridApi, options);
  const api = createFetchClient<paths>({
    baseUrl: jobs.baseUrl,
    fetch: jobs.fetch,
    bodySerializer: serializeBody,
  });
  return Object.assign(jobs, {
    doorDetector: jobs.kind("door-detector"),
    elevationDetector: jobs.kind("elevation-detector"),
    scheduleExtractor: jobs.kind("schedule-extractor"),
    pageClassifier: jobs.kind("page-classifier"),
    tocParser: jobs.kind("toc-parser"),
    contentExtractor: jobs.kind("content-extractor"),
    api,
  });
}
