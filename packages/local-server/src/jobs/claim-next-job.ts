import type { Transaction } from "kysely";
import type { Database } from "../store/open-database.js";
import type { Store } from "../store/store.js";
import type { Job, Tables } from "../store/tables.js";
import type { JobPolicy } from "./job-policy.js";
import { leaseEnd, type Leasing } from "./leases.js";

export interface ClaimOptions extends Leasing {
  /** By API. */
  policies: Readonly<Record<string, JobPolicy>>;
  now: () => number;
}

/** Whose jobs may not be started: as many run as may. */
type FullAccount = Pick<Job, "account" | "api">;

/** Marks the oldest job that may start as running in this process, and returns it. Several processes may do so at once. */
export async function claimNextJob(options: ClaimOptions): Promise<Job | undefined> {
  const { store, policies, now } = options;
  return store.database.transaction().execute(async (transaction) => {
    const full = await fullAccounts(transaction, policies);
    for (;;) {
      const next = await oldestDue(transaction, store, full, now());
      if (!next) return undefined;
      if (await hasRoom(transaction, options, next)) return begin(transaction, options, next);
      full.push(next);
    }
  });
}

async function fullAccounts(
  transaction: Transaction<Tables>,
  policies: ClaimOptions["policies"],
): Promise<FullAccount[]> {
  const limited = Object.keys(policies).filter((api) => Number.isFinite(policies[api]?.runningPerAccount));
  if (limited.length === 0) return [];
  const rows = await transaction
    .selectFrom("job")
    .select((select) => ["account", "api", select.fn.countAll<number>().as("count")])
    .where("state", "=", "running")
    .where("api", "in", limited)
    .groupBy(["account", "api"])
    .execute();
  return rows.filter(({ api, count }) => count >= (policies[api]?.runningPerAccount ?? 0));
}

async function oldestDue(
  transaction: Transaction<Tables>,
  { isShared }: Store,
  full: readonly FullAccount[],
  now: number,
): Promise<Job | undefined> {
  return transaction
    .selectFrom("job")
    .selectAll()
    .where("state", "=", "queued")
    .where("runnableAt", "<=", now)
    .where((where) =>
      where.and(
        full.map(({ account, api }) => where.or([where("account", "!=", account), where("api", "!=", api)])),
      ),
    )
    .orderBy("sequence")
    .limit(1)
    .$if(isShared, (query) => query.forUpdate().skipLocked())
    .executeTakeFirst();
}

/** Looks again with others kept out: another process may have started a job of the account meanwhile. */
async function hasRoom(
  transaction: Transaction<Tables>,
  { store, policies }: ClaimOptions,
  { account, api }: Job,
): Promise<boolean> {
  const limit = policies[api]?.runningPerAccount ?? 0;
  if (!store.isShared || !Number.isFinite(limit)) return true;
  await store.lock(transaction, "running", `${api}/${account}`);
  const { count } = await transaction
    .selectFrom("job")
    .select((select) => select.fn.countAll<number>().as("count"))
    .where("state", "=", "running")
    .where("account", "=", account)
    .where("api", "=", api)
    .executeTakeFirstOrThrow();
  return count < limit;
}

async function begin(
  transaction: Transaction<Tables>,
  { store, worker, leaseMs, now }: ClaimOptions,
  { id, attempts }: Job,
): Promise<Job | undefined> {
  const at = now();
  return transaction
    .updateTable("job")
    .set({
      state: "running",
      attempts: attempts + 1,
      worker,
      leaseUntil: leaseEnd(store, leaseMs),
      startedAt: at,
      updatedAt: at,
      percent: 0,
      phase: null,
    })
    .where("id", "=", id)
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
    .limit(1)
    .executeTakeFirst();
  return next?.runnableAt;
}
