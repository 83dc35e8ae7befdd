import type { JobApi } from "@docjobs/jobs-core";
import { allFeatures } from "@docjobs/jobs-core/features";

/** How often a job is looked at: this, and up to a fifth more. */
export const pollMs = 20_000;

/**
 * The API of the benchmark. Its limits are of the kinds that real ones have, and far enough away that the client's work is
 * measured and not its patience.
 */
export const slowJobs: JobApi = {
  provider: "slow-jobs",
  title: "Slow jobs",
  baseUrl: "https://slow.example",
  auth: [{ header: "Authorization", prefix: "Bearer " }],
  problem: { code: ["/code"], message: ["/title"], requestId: [] },
  job: {
    get: { id: "getJob", method: "GET", path: "/jobs/{id}", parameter: "id" },
    id: "/id",
    status: { at: "/status", states: { queued: "queued", running: "running", done: "succeeded" } },
    progress: { percent: "/progress" },
    times: { created: "/created_at", updated: "/updated_at" },
    gone: { statuses: [404] },
    poll: { minMs: pollMs, maxMs: pollMs * 1.2, perSecond: 1, burst: 30 },
  },
  uploads: {},
  kinds: {
    nap: {
      title: "Take a nap",
      submit: {
        id: "createJob",
        method: "POST",
        path: "/jobs",
        jobId: "/id",
        content: "application/json",
        idempotency: { by: "none" },
        notAccepted: [429],
        required: [],
        jsonFields: [],
      },
      input: { defaults: {} },
      result: { type: "inline", at: "/result" },
    },
  },
  limits: { perMinute: 10_000_000 },
  features: allFeatures,
};
