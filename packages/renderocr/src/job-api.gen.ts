// Generated from specs/renderocr/openapi.yaml by `pnpm generate`; edits are overwritten.
import type { JobApi } from "@docjobs/jobs-core";
import {
  formBody,
  holdAnswer,
  limitRequests,
  listJobs,
  readFiles,
  reconcile,
  takeFiles,
  uploadFile,
  uploadInput,
} from "@docjobs/jobs-core/features";

/** How jobs of RenderOCR live: what `@docjobs/jobs-core` needs to run them. */
export const renderocrApi: JobApi = {
  provider: "renderocr",
  title: "RenderOCR",
  baseUrl: "https://gw.ldxhub.io",
  auth: [{ header: "Authorization", prefix: "Bearer " }],
  problem: { code: ["/code"], message: ["/detail", "/title"], requestId: ["/trace/requestId"] },
  job: {
    get: { id: "getJob", method: "GET", path: "/renderocr/jobs/{job_id}", parameter: "job_id" },
    id: "/job_id",
    status: {
      at: "/status",
      states: { queued: "queued", processing: "running", completed: "succeeded", failed: "failed" },
    },
    progress: { percent: "/progress" },
    error: { code: "/error/code", message: "/error/message", requestId: "/error/request_id" },
    times: {
      created: "/created_at",
      updated: "/updated_at",
      completed: "/completed_at",
      expires: "/expires_at",
    },
    gone: { statuses: [404] },
    poll: { minMs: 1000, maxMs: 5000, wait: { parameter: "wait", maxSeconds: 10 } },
  },
  uploads: {
    files: {
      id: "/file_id",
      method: "POST",
      path: "/files",
      part: "file",
      expires: "/expires_at",
      maxBytes: 209715200,
    },
  },
  kinds: {
    ocr: {
      title: "Recognise the text of a scan or picture and give a Word, Excel or PowerPoint document",
      submit: {
        id: "createJob",
        method: "POST",
        path: "/renderocr/jobs",
        jobId: "/job_id",
        content: "application/json",
        idempotency: { by: "none" },
        notAccepted: [429],
        required: ["engine", "file_id", "output_format", "languages"],
        jsonFields: [],
      },
      input: {
        file: { field: "file_id", upload: "files", formats: ["pdf", "tiff", "jpeg", "png", "bmp"] },
        format: { field: "output_format", known: ["docx", "xlsx", "pptx"] },
        engine: {
          field: "engine",
          list: { id: "listEngines", method: "GET", path: "/renderocr/engines" },
          items: "/data",
          id: "/id",
          conversions: "/supported_conversions",
        },
        defaults: { languages: ["eng"] },
      },
      result: {
        type: "file",
        operation: { id: "getFileContent", method: "GET", path: "/files/{file_id}/content" },
        parameters: { file_id: "/output_file_id" },
      },
    },
  },
  list: { id: "listJobs", method: "GET", path: "/renderocr/jobs", items: "/data" },
  limits: { perMinute: 100 },
  features: {
    formBody,
    holdAnswer,
    limitRequests,
    listJobs,
    readFiles,
    reconcile,
    takeFiles,
    uploadFile,
    uploadInput,
  },
};
