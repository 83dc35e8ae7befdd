import { setTimeout as pause } from "node:timers/promises";
import type { Transaction } from "kysely";
import { RequestFaultError } from "../http/api-error.js";
import { DatabaseAwayError } from "../store/database-away-error.js";
import type { Store } from "../store/store.js";
import type { Job, NewJob, Tables } from "../store/tables.js";

/** Runs in the transaction that adds a job, and refuses it by throwing. */
export type SubmitGuard = (transaction: Transaction<Tables>) => Promise<void>;

/** How often, and how long after each time, a database that went away in the middle is asked what became of the job. */
const looks = 10;
const betweenLooksMs = 500;

/**
 * Adds a job, with what its guard charges, or neither. No two submits of an account are guarded at once.
 *
 * @throws DatabaseAwayError where the job was certainly not added; RequestFaultError `internal` where that cannot be told.
 */
export async function submitJob(store: Store, job: NewJob, guard: SubmitGuard | undefined): Promise<Job> {
  let isUnknown = false;
  for (let look = 0; look < looks; look += 1) {
    let isCommitting = false;
    try {
      return await store.database.transaction().execute(async (transaction) => {
        await store.lock(transaction, "account", job.account);
        // A commit that was under way when the connection broke has ended: it had the lock.
        const stored = isUnknown ? await findStored(transaction, job.id) : undefined;
        if (stored) return stored;
        await guard?.(transaction);
        const added = await transaction
          .insertInto("job")
          .values(job)
          .returningAll()
          .executeTakeFirstOrThrow();
        await store.tell(transaction, { type: "queued" });
        isCommitting = true;
        return added;
      });
    } catch (error) {
      if (!(error instanceof DatabaseAwayError)) throw error;
      isUnknown ||= isCommitting;
      if (!isUnknown) throw error;
      await pause(betweenLooksMs);
    }
  }
  throw new RequestFaultError(
    "internal",
    "The database went away while it stored the job, so it is not known whether there is one. Look for it before you submit again.",
  );
}

async function findStored(transaction: Transaction<Tables>, id: string): Promise<Job | undefined> {
  return transaction.selectFrom("job").selectAll().where("id", "=", id).executeTakeFirst();
}
