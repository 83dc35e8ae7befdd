import { allFeatures } from "../../src/features.js";
import type { FileResult, JobApi, KindTypes } from "../../src/index.js";

/** An API with everything that the vocabulary knows, for tests. */
export function testApi(baseUrl: string, changes: Partial<JobApi> = {}): JobApi {
  return {
    provider: "papermill",
    title: "Papermill",
    baseUrl,
    auth: [{ header: "X-Key", prefix: "" }],
    problem: { code: ["/code"], message: ["/detail"], requestId: ["$response.header.X-Request-Id"] },
    job: {
      get: { id: "getJob", method: "GET", path: "/jobs/{job_id}", parameter: "job_id" },
      id: "/id",
      kind: "/kind",
      status: {
        at: "/status",
        states: {
          queued: "queued",
          working: "running",
          done: "succeeded",
          failed: "failed",
          canceled: "canceled",
        },
      },
      progress: { percent: "/progress/percent", phase: "/progress/phase" },
      error: { code: "/error/code", message: "/error/message", requestId: "/error/request_id" },
      times: { created: "/created_at", expires: "/expires_at" },
      gone: { statuses: [404], nullAt: "/output" },
      poll: { minMs: 1000, maxMs: 5000 },
    },
    uploads: {
      files: {
        id: "/file_id",
        method: "POST",
        path: "/files",
        part: "file",
        expires: "/expires_at",
        maxBytes: 1000,
      },
    },
    cancel: {
      id: "cancelJob",
      method: "POST",
      path: "/jobs/{job_id}/cancel",
      parameter: "job_id",
      from: ["queued", "running"],
      refused: { status: 409, code: "not_cancelable" },
    },
    delete: {
      id: "deleteJob",
      method: "DELETE",
      path: "/jobs/{job_id}",
      parameter: "job_id",
      from: ["succeeded", "failed", "canceled"],
      refused: { status: 409, code: "not_deletable" },
    },
    list: { id: "listJobs", method: "GET", path: "/jobs", items: "/data" },
    kinds: {
      convert: {
        title: "Convert a file",
        submit: { ...jsonSubmit, path: "/jobs", required: ["file_id", "format"] },
        input: { file: { field: "file_id", upload: "files", formats: ["pdf"] }, defaults: {} },
        result: {
          type: "file",
          operation: { id: "getContent", method: "GET", path: "/files/{file_id}/content" },
          parameters: { file_id: "/output/file_id" },
          name: "/output/name",
          contentType: "/output/type",
          sizeBytes: "/output/size",
          fileCount: "/output/count",
        },
      },
      archive: {
        title: "Convert a file into storage",
        word: "archiver",
        submit: { ...jsonSubmit, path: "/archive", idempotency: { by: "client-id", field: "client_id" } },
        input: { defaults: {} },
        result: { type: "url", at: "/output/url" },
      },
      read: {
        title: "Read a document into data",
        submit: {
          ...jsonSubmit,
          path: "/read",
          content: "multipart/form-data",
          jsonFields: ["options"],
          idempotency: { by: "header", header: "Idempotency-Key" },
        },
        input: { file: { field: "document", formats: [] }, defaults: {} },
        result: { type: "inline", at: "/output" },
      },
    },
    limits: {},
    features: allFeatures,
    ...changes,
  };
}

const jsonSubmit = {
  id: "submit",
  method: "POST",
  jobId: "/id",
  content: "application/json",
  idempotency: { by: "none" },
  notAccepted: [],
  required: [],
  jsonFields: [],
} as const;

interface Job {
  id: string;
  kind: string;
  status: string;
}

/** The kinds of `testApi`, as a generated client would type them. */
export interface TestKinds extends Record<string, KindTypes> {
  convert: {
    input: { file?: Blob; file_id?: string; format?: string };
    job: Job;
    result: FileResult;
    can: "cancel" | "delete" | "progress";
  };
  archive: { input: { client_id?: string }; job: Job; result: FileResult; can: "cancel" | "delete" };
  read: {
    input: { file?: Blob; options?: object; pages?: number[] };
    job: Job;
    result: { text: string };
    can: "cancel" | "delete" | "progress";
  };
}
