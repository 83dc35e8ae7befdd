import type { Expression, ExpressionBuilder, SqlBool, Transaction } from "kysely";
import type { BlobStore } from "../store/blob-store.js";
import type { Store } from "../store/store.js";
import type { Job, Tables } from "../store/tables.js";
import { retryWhileAway } from "../store/retry-while-away.js";
import { queueDelivery } from "../webhooks/queue-delivery.js";
import type { PoolReply } from "./engine-pool.js";
import type { JobPolicy } from "./job-policy.js";
import type { OutputFile } from "./worker-protocol.js";

export interface SettleOptions {
  store: Store;
  blobs: BlobStore;
  policyOf: (job: Pick<Job, "api">) => JobPolicy;
  now: () => number;
  retention: (defaultMs: number) => number;
  /** Until then, a database that is away is waited for. */
  closing: AbortSignal;
}

/** Stores a finished job's result. A job that was canceled in the meantime stays so, and the result is dropped. */
export async function succeedJob(
  job: Job,
  reply: Extract<PoolReply, { ok: true }>,
  options: SettleOptions,
): Promise<void> {
  const { store, blobs, policyOf, now, retention } = options;
  const { outputStore, retentionMs } = policyOf(job);
  const { file } = reply;
  const held = file ? await retryWhileAway(() => blobs.adopt(file.path, file), options.closing) : undefined;
  const documentId = file && outputStore ? outputStore.newId() : null;
  const storeResult = (): Promise<void> =>
    store.database.transaction().execute(async (transaction) => {
      const at = now();
      const updated = await transaction
        .updateTable("job")
        .set({
          state: "succeeded",
          percent: 100,
          phase: null,
          updatedAt: at,
          completedAt: at,
          expiresAt: at + retention(retentionMs),
          ...outputColumns(file),
          outputDocumentId: documentId,
          result: file || reply.data === undefined ? null : JSON.stringify(reply.data),
          inputPages: job.inputPages ?? reply.pages ?? null,
        })
        .where(stillRuns(job))
        .executeTakeFirst();
      if (updated.numUpdatedRows === 0n) return;
      await store.tell(transaction, { type: "ended", jobId: job.id });
      await queueDelivery(transaction, job, "succeeded", at);
      if (!documentId || !file || !outputStore) return;
      const expiresAt = at + retention(outputStore.retentionMs);
      await addOutputDocument(transaction, {
        job,
        file,
        api: outputStore.api,
        id: documentId,
        at,
        expiresAt,
      });
    });
  try {
    await retryWhileAway(storeResult, options.closing);
  } finally {
    held?.release();
  }
}

/** Ends a running job as failed, and gives its credits back where the API does so. */
export async function failJob(
  job: Job,
  error: { code: string; message: string },
  { store, policyOf, now, retention, closing }: SettleOptions,
): Promise<void> {
  const { refundsFailures, retentionMs } = policyOf(job);
  const refund = refundsFailures ? job.creditCost : 0;
  const storeFailure = async (transaction: Transaction<Tables>): Promise<void> => {
    const at = now();
    // Before the row: that is the order of those who charge.
    if (refund > 0) await store.lock(transaction, "account", job.account);
    const updated = await transaction
      .updateTable("job")
      .set({
        state: "failed",
        errorCode: error.code,
        errorMessage: error.message,
        phase: null,
        updatedAt: at,
        completedAt: at,
        expiresAt: at + retention(retentionMs),
      })
      .where(stillRuns(job))
      .executeTakeFirst();
    if (updated.numUpdatedRows === 0n) return;
    await store.tell(transaction, { type: "ended", jobId: job.id });
    await queueDelivery(transaction, job, "failed", at);
    if (refund === 0) return;
    await transaction
      .updateTable("account")
      .set((account) => ({ credits: account("credits", "+", refund) }))
      .where("id", "=", job.account)
      .execute();
  };
  await retryWhileAway(() => store.database.transaction().execute(storeFailure), closing);
}

/** Makes a running job queued again: it begins anew when the server next looks. */
export async function putJobBack(
  job: RunOfJob,
  attempts: number,
  { store }: Pick<SettleOptions, "store">,
): Promise<void> {
  await store.database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable("job")
      .set({ state: "queued", attempts, leaseUntil: null, startedAt: null, percent: 0, phase: null })
      .where(stillRuns(job))
      .execute();
    await store.tell(transaction, { type: "queued" });
  });
}

type RunOfJob = Pick<Job, "id" | "attempts" | "worker">;

/** That the job is as this run of it has it: neither ended, nor canceled, nor taken over by another process. */
export function stillRuns({
  id,
  attempts,
  worker,
}: RunOfJob): (where: ExpressionBuilder<Tables, "job">) => Expression<SqlBool> {
  return (where) =>
    where.and([
      where("id", "=", id),
      where("state", "=", "running"),
      where("attempts", "=", attempts),
      worker === null ? where("worker", "is", null) : where("worker", "=", worker),
    ]);
}

function outputColumns(file: OutputFile | undefined): Partial<Job> {
  if (!file) return {};
  return {
    outputSha256: file.sha256,
    outputName: file.name,
    outputContentType: file.contentType,
    outputBytes: file.sizeBytes,
    outputCount: file.fileCount,
  };
}

async function addOutputDocument(
  transaction: Transaction<Tables>,
  output: { job: Job; file: OutputFile; api: string; id: string; at: number; expiresAt: number },
): Promise<void> {
  const { job, file, api, id, at, expiresAt } = output;
  await transaction
    .insertInto("document")
    .values({
      id,
      api,
      account: job.account,
      name: file.name,
      contentType: file.contentType,
      sizeBytes: file.sizeBytes,
      sha256: file.sha256,
      pageCount: null,
      createdAt: at,
      updatedAt: at,
      expiresAt,
    })
    .execute();
}
