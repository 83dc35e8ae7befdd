import type { ServerContext } from "../../server-context.js";
import type { Job } from "../../store/tables.js";
import { jobNotFound } from "./anchorgrid-errors.js";
import { anchorgridApiName } from "./anchorgrid-policy.js";

/**
 * The account's own job.
 *
 * @throws ApiError the same one for unknown, foreign and expired jobs.
 */
export async function findOwnJob(
  { database, now }: ServerContext,
  account: string,
  id: string,
): Promise<Job> {
  const job = await database
    .selectFrom("job")
    .selectAll()
    .where("id", "=", id.toLowerCase())
    .where("api", "=", anchorgridApiName)
    .where("account", "=", account)
    .executeTakeFirst();
  if (!job) throw jobNotFound();
  const ended = job.state !== "queued" && job.state !== "running";
  if (ended && job.expiresAt <= now()) throw jobNotFound();
  return job;
}
