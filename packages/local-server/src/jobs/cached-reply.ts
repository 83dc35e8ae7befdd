import type { Database } from "../store/open-database.js";
import type { Job } from "../store/tables.js";
import type { PoolReply } from "./engine-pool.js";

/** The result of the job that did the same work before; undefined where it has gone, and the work is to be done. */
export async function cachedReply(database: Database, job: Job): Promise<PoolReply | undefined> {
  if (job.cachedFromJobId === null) return undefined;
  const source = await database
    .selectFrom("job")
    .select(["result", "inputPages"])
    .where("id", "=", job.cachedFromJobId)
    .executeTakeFirst();
  if (source?.result) {
    const pages = source.inputPages === null ? {} : { pages: source.inputPages };
    return { ok: true, data: JSON.parse(source.result) as unknown, ...pages };
  }
  await database.updateTable("job").set({ cachedFromJobId: null }).where("id", "=", job.id).execute();
  return undefined;
}
