import { sql, type Transaction } from "kysely";
import { RequestFaultError } from "../http/api-error.js";
import type { Tables } from "../store/tables.js";

/** When to submit again to a server whose queue is full. */
export const queueRetrySeconds = 5;

/** What an API without a code for it answers: that there are too many requests. */
export function queueIsFull(): Error {
  return new RequestFaultError(
    "rate-limited",
    "The server has as many jobs as it takes. Submit again shortly.",
    queueRetrySeconds,
  );
}

/** Refuses a job where as many jobs wait or run, whosever they are, as the server takes. */
export async function requireQueueRoom(
  transaction: Transaction<Tables>,
  maxQueued: number,
  refusal: () => Error,
): Promise<void> {
  const { count } = await transaction
    .selectFrom("job")
    .select((select) => select.fn.countAll<number>().as("count"))
    // In these words, so that the index of such jobs answers.
    .where(sql<boolean>`state in ('queued', 'running')`)
    .executeTakeFirstOrThrow();
  if (Number(count) >= maxQueued) throw refusal();
}
