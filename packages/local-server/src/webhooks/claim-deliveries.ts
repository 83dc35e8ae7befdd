import type { ExpressionBuilder, Expression, SqlBool } from "kysely";
import { leaseEnd } from "../jobs/leases.js";
import type { Store } from "../store/store.js";
import type { Delivery, Tables } from "../store/tables.js";

export interface DeliveryClaim {
  store: Store;
  /** This process among those that share the rows. */
  worker: string;
  now: number;
  limit: number;
  /** No other process makes them so long. */
  leaseMs: number;
}

/**
 * Takes deliveries that are due, as this process's, and counts the attempt: after a crash before or after the request, the
 * number is higher than what was sent, never lower.
 */
export async function claimDeliveries(claim: DeliveryClaim): Promise<Delivery[]> {
  const { store, worker, now, limit, leaseMs } = claim;
  return store.database.transaction().execute(async (transaction) => {
    const due = await transaction
      .selectFrom("delivery")
      .select("id")
      .where(isOpen(store))
      .where("dueAt", "<=", now)
      .orderBy("dueAt")
      .limit(limit)
      .$if(store.isShared, (query) => query.forUpdate().skipLocked())
      .execute();
    if (due.length === 0) return [];
    return transaction
      .updateTable("delivery")
      .set((delivery) => ({
        worker,
        leaseUntil: leaseEnd(store, leaseMs),
        attempts: delivery("attempts", "+", 1),
      }))
      .where(
        "id",
        "in",
        due.map(({ id }) => id),
      )
      .returningAll()
      .execute();
  });
}

/** When the next delivery that nobody makes is due. */
export async function nextDeliveryAt(store: Store): Promise<number | undefined> {
  const next = await store.database
    .selectFrom("delivery")
    .select("dueAt")
    .where(isOpen(store))
    .orderBy("dueAt")
    .limit(1)
    .executeTakeFirst();
  return next?.dueAt;
}

/** Where nobody else has the rows, what an earlier process was at is open. */
function isOpen({ isShared, clock }: Store) {
  return (where: ExpressionBuilder<Tables, "delivery">): Expression<SqlBool> =>
    where.and([
      where("deliveredAt", "is", null),
      where("givenUpAt", "is", null),
      ...(isShared ? [where.or([where("leaseUntil", "is", null), where("leaseUntil", "<", clock)])] : []),
    ]);
}
