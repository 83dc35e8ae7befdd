import type { Database } from "../store/open-database.js";
import type { Job } from "../store/tables.js";
import type { JobPolicy } from "./job-policy.js";

/** Jobs looked at for one that may start; more would all be of accounts that are at their limit. */
const lookAhead = 200;

/** Marks the oldest job that may start as running, and returns it. */
export async function claimNextJob(
  database: Database,
  policyOf: (job: Job) => JobPolicy,
  now: number,
): Promise<Job | undefined> {
  const running = await database
    .selectFrom("job")
    .select(["account", "api"])
    .where("state", "=", "running")
    .execute();
  const due = await database
    .selectFrom("job")
    .selectAll()
    .where("state", "=", "queued")
    .where("runnableAt", "<=", now)
    .orderBy("sequence")
    .limit(lookAhead)
    .execute();
  const next = due.find((job) => {
    const ofAccount = running.filter(({ account, api }) => account === job.account && api === job.api);
    return ofAccount.length < policyOf(job).runningPerAccount;
  });
  if (!next) return undefined;
  return database
    .updateTable("job")
    .set({
      state: "running",
      attempts: next.attempts + 1,
      startedAt: now,
      updatedAt: now,
      percent: 0,
      phase: null,
    })
    .where("id", "=", next.id)
    .where("state", "=", "queued")
    .returningAll()
    .executeTakeFirst();
}

/** When the next job that waits for its time may start. */
export async function nextRunnableAt(database: Database, now: number): Promise<number | undefined> {
  const next = await database
    .selectFrom("job")
    .select("runnableAt")
    .where("state", "=", "queued")
    .where("runnableAt", ">", now)
    .orderBy("runnableAt")
    .executeTakeFirst();
  return next?.runnableAt;
}
