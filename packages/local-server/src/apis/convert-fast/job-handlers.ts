import type { OperationHandler } from "../../http/api.js";
import { contentTypeOf } from "../../http/content-types.js";
import { sendFile } from "../../http/send-file.js";
import type { ServerContext } from "../../server-context.js";
import type { Job } from "../../store/tables.js";
import { convertFastError, convertFastErrorForm } from "./convert-fast-errors.js";
import { statusRate } from "./convert-fast-policy.js";
import { jobView } from "./job-view.js";

/** Status, download, cancel and delete of a job. */
export function jobHandlers(server: ServerContext): Record<string, OperationHandler> {
  const { database, blobs, jobs, now } = server;
  const statusLimit = server.rates.tokenBuckets("convert-fast-status", statusRate);

  async function ownJob(account: string, params: unknown): Promise<Job> {
    // The id is written with and without dashes in the API's own examples.
    const id = (params as { id: string }).id.replaceAll("-", "").toLowerCase();
    const job = await database
      .selectFrom("job")
      .selectAll()
      .where("id", "=", id)
      .where("api", "=", "convert-fast")
      .executeTakeFirst();
    if (!job) throw convertFastError(404, "jobs.not_found", null);
    if (job.account !== account) {
      throw convertFastError(403, "jobs.forbidden", "The job belongs to another account.");
    }
    return job;
  }

  return {
    async getJob({ account, params }) {
      const job = await ownJob(account, params);
      const waitSeconds = await statusLimit.take(`${account}/${job.id}`);
      if (waitSeconds > 0) {
        throw convertFastErrorForm.fault(
          "rate-limited",
          "A job's status may be asked for once a second.",
          waitSeconds,
        );
      }
      return jobView(job, now());
    },

    async downloadOutput(request, reply) {
      const job = await ownJob(request.account, request.params);
      if (job.state !== "succeeded") throw notReady(job);
      if (job.expiresAt <= now() || job.outputSha256 === null) throw expired();
      const { outputSha256: sha256 } = job;
      const sent = await sendFile(request, reply, {
        open: (span) => blobs.open(sha256, span),
        sizeBytes: job.outputBytes ?? 0,
        name: job.outputName ?? "output",
        contentType: job.outputContentType ?? contentTypeOf(undefined),
        sha256,
        modifiedAt: job.completedAt ?? job.updatedAt,
      });
      if (!sent) throw expired();
      return sent;
    },

    async cancelJob(request, reply) {
      const job = await ownJob(request.account, request.params);
      if (!(await jobs.cancel(job.id, ["queued", "running"]))) {
        throw convertFastError(409, "jobs.not_cancellable", "The job has ended already.");
      }
      return reply.code(202).header("location", `/convert/job/${job.id}`).send();
    },

    async deleteJob(request, reply) {
      const job = await ownJob(request.account, request.params);
      const deleted = await database
        .deleteFrom("job")
        .where("id", "=", job.id)
        .where("state", "in", ["succeeded", "failed", "canceled"])
        .returning(["inputSha256", "outputSha256"])
        .executeTakeFirst();
      if (!deleted) {
        throw convertFastError(
          409,
          "jobs.not_deletable",
          "The job is still queued or running. Cancel it first.",
        );
      }
      await server.removeUnused([deleted.inputSha256, deleted.outputSha256]);
      return reply.code(204).send();
    },
  };
}

function notReady(job: Job): Error {
  const detail =
    job.state === "failed"
      ? "The job has failed and has no output."
      : job.state === "canceled"
        ? "The job was canceled and has no output."
        : "Job is still processing or waiting to start.";
  return convertFastError(409, "jobs.not_ready", detail);
}

function expired(): Error {
  return convertFastError(410, "jobs.expired", "The output has been removed. Submit the file again.");
}
