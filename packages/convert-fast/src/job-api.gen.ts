// Generated from specs/convert-fast/openapi.yaml by `pnpm generate`; edits are overwritten.
import type { JobApi } from "@docjobs/jobs-core";
import {
  actOnJob,
  estimateCost,
  limitJobs,
  limitRequests,
  readFiles,
  submitForm,
  takeFiles,
} from "@docjobs/jobs-core/features";

/** How jobs of convert.fast live: what `@docjobs/jobs-core` needs to run them. */
export const convertFastApi: JobApi = {
  provider: "convert-fast",
  title: "convert.fast",
  baseUrl: "https://api.tools.fast",
  auth: [{ header: "X-Fast-Api-Key", prefix: "" }],
  problem: { code: ["/error"], message: ["/detail"], requestId: [] },
  job: {
    get: { id: "getJob", method: "GET", path: "/convert/job/{id}", parameter: "id" },
    id: "/id",
    status: {
      at: "/status",
      states: {
        Queued: "queued",
        Running: "running",
        Succeeded: "succeeded",
        Failed: "failed",
        Canceled: "canceled",
      },
    },
    progress: { percent: "/progress/percent", phase: "/progress/phase" },
    error: { code: "/error/code", message: "/error/detail" },
    gone: { statuses: [404], nullAt: "/output" },
    poll: { minMs: 1000, maxMs: 10000, perSecond: 1, burst: 30 },
  },
  uploads: {},
  kinds: {
    convert: {
      title: "Convert a file or URL into another format",
      submit: {
        id: "createJob",
        method: "POST",
        path: "/convert",
        jobId: "/id",
        content: "multipart/form-data",
        idempotency: { by: "none" },
        notAccepted: [429],
        required: [],
        jsonFields: ["options"],
      },
      input: {
        file: { field: "file", formats: [] },
        url: { field: "inputUrl" },
        format: { field: "targetFormat", known: [] },
        webhook: { url: "webhookUrl", secret: "webhookSecret" },
        defaults: {},
      },
      estimate: {
        id: "estimateCost",
        method: "GET",
        path: "/convert/estimate/{from}/{to}",
        parameters: { from: "$file.format", to: "targetFormat", fileSizeBytes: "$file.sizeBytes" },
        required: ["from", "to"],
        amount: "/estimatedCredits",
        unit: "=credits",
      },
      result: {
        type: "file",
        operation: { id: "downloadOutput", method: "GET", path: "/convert/job/{id}/download" },
        parameters: { id: "/id" },
        name: "/output/fileName",
        contentType: "/output/contentType",
        fileCount: "/output/fileCount",
      },
    },
  },
  cancel: {
    id: "cancelJob",
    method: "POST",
    path: "/convert/job/{id}/cancel",
    parameter: "id",
    from: ["queued", "running"],
    refused: { status: 409, code: "jobs.not_cancellable" },
  },
  delete: {
    id: "deleteJob",
    method: "DELETE",
    path: "/convert/job/{id}",
    parameter: "id",
    from: ["succeeded", "failed", "canceled", "expired"],
    refused: { status: 409, code: "jobs.not_deletable" },
  },
  limits: { inFlight: 18 },
  webhook: {
    jobId: "/jobId",
    eventId: "/eventId",
    signature: {
      header: "X-Fast-Signature",
      algorithm: "hmac-sha256",
      encoding: "hex",
      prefix: "sha256=",
      signs: "{body}",
    },
  },
  features: { actOnJob, estimateCost, limitJobs, limitRequests, readFiles, submitForm, takeFiles },
};
