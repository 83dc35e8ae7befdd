import type { Transaction } from "kysely";
import { newGuidV7 } from "../ids.js";
import type { Job, Tables } from "../store/tables.js";
import type { WebhookEvent } from "./webhook-form.js";

/** Stores that a job's end is to be told; in the transaction that ends it, so that neither is without the other. */
export async function queueDelivery(
  transaction: Transaction<Tables>,
  job: Pick<Job, "id" | "webhookUrl" | "webhookEvents">,
  event: WebhookEvent,
  at: number,
): Promise<void> {
  if (job.webhookUrl === null || !job.webhookEvents?.split(",").includes(event)) return;
  await transaction
    .insertInto("delivery")
    .values({ id: newGuidV7(at), jobId: job.id, event, createdAt: at, dueAt: at })
    .execute();
}
