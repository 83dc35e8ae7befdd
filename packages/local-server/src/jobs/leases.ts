import { type RawBuilder, sql } from "kysely";
import type { Store } from "../store/store.js";
import type { Job } from "../store/tables.js";

/** Whose running jobs are, and for how long they stay so without a sign of life. */
export interface Leasing {
  store: Store;
  /** This process among all that share the rows. */
  worker: string;
  leaseMs: number;
}

/** One attempt at one job. */
export type Run = Pick<Job, "id" | "attempts" | "worker">;

export function runKey({ id, attempts }: Omit<Run, "worker">): string {
  return `${id}/${attempts}`;
}

/** By the clock of the rows, which all processes go by. */
export function leaseEnd({ clock }: Store, leaseMs: number): RawBuilder<number> {
  return sql<number>`${clock} + ${leaseMs}`;
}

/** Keeps what this process runs; returns what it still has. */
export async function renewLeases({ store, worker, leaseMs }: Leasing): Promise<Run[]> {
  return store.database
    .updateTable("job")
    .set({ leaseUntil: leaseEnd(store, leaseMs) })
    .where("state", "=", "running")
    .where("worker", "=", worker)
    .returning(["id", "attempts", "worker"])
    .execute();
}

/** Makes this process the owner of running jobs whose own one is gone: where nobody else has the rows, of all. */
export async function takeLapsed({ store, worker, leaseMs }: Leasing): Promise<Job[]> {
  return store.database
    .updateTable("job")
    .set({ worker, leaseUntil: leaseEnd(store, leaseMs) })
    .where("state", "=", "running")
    .$if(store.isShared, (query) =>
      query.where((where) =>
        where.or([where("leaseUntil", "is", null), where("leaseUntil", "<", store.clock)]),
      ),
    )
    .returningAll()
    .execute();
}
