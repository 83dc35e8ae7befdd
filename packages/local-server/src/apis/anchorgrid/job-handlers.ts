import type { OperationHandler } from "../../http/api.js";
import type { ServerContext } from "../../server-context.js";
import { anchorgridError } from "./anchorgrid-errors.js";
import { findOwnJob } from "./find-own-job.js";
import { jobView } from "./job-view.js";

/** Status and cancel of a job. */
export function jobHandlers(server: ServerContext): Record<string, OperationHandler> {
  return {
    async getJob({ account, params }) {
      const { job_id: id } = params as { job_id: string };
      return jobView(await findOwnJob(server, account, id), server);
    },

    async cancelJob({ account, params }) {
      const { job_id: id } = params as { job_id: string };
      const job = await findOwnJob(server, account, id);
      if (!(await server.jobs.cancel(job.id, ["queued"]))) {
        throw anchorgridError(409, "JOB_NOT_CANCELLABLE", "Only a queued job can be cancelled.");
      }
      return { job_id: job.id, status: "cancelled" };
    },
  };
}
