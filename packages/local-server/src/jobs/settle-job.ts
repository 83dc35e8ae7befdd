import type { Transaction } from "kysely";
import type { BlobStore } from "../store/blob-store.js";
import type { Database } from "../store/open-database.js";
import type { Job, Tables } from "../store/tables.js";
import { queueDelivery } from "../webhooks/queue-delivery.js";
import type { PoolReply } from "./engine-pool.js";
import type { JobPolicy } from "./job-policy.js";
import type { OutputFile } from "./worker-protocol.js";

export interface SettleOptions {
  database: Database;
  blobs: BlobStore;
  policyOf: (job: Pick<Job, "api">) => JobPolicy;
  now: () => number;
  retention: (defaultMs: number) => number;
}

/** Stores a finished job's result. A job that was canceled in the meantime stays so, and the result is dropped. */
export async function succeedJob(
  job: Job,
  reply: Extract<PoolReply, { ok: true }>,
  options: SettleOptions,
): Promise<void> {
  const { database, blobs, policyOf, now, retention } = options;
  const { outputStore, retentionMs } = policyOf(job);
  const { file } = reply;
  const held = file ? await blobs.adopt(file.path, file) : undefined;
  try {
    await database.transaction().execute(async (transaction) => {
      const at = now();
      const documentId = file && outputStore ? outputStore.newId() : null;
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
        .where("id", "=", job.id)
        .where("state", "=", "running")
        .executeTakeFirst();
      if (updated.numUpdatedRows === 0n) return;
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
  } finally {
    held?.release();
  }
}

/** Ends a running job as failed, and gives its credits back where the API does so. */
export async function failJob(
  job: Job,
  error: { code: string; message: string },
  { database, policyOf, now, retention }: SettleOptions,
): Promise<void> {
  const { refundsFailures, retentionMs } = policyOf(job);
  await database.transaction().execute(async (transaction) => {
    const at = now();
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
      .where("id", "=", job.id)
      .where("state", "=", "running")
      .executeTakeFirst();
    if (updated.numUpdatedRows === 0n) return;
    await queueDelivery(transaction, job, "failed", at);
    if (!refundsFailures || job.creditCost === 0) return;
    await transaction
      .updateTable("account")
      .set((account) => ({ credits: account("credits", "+", job.creditCost) }))
      .where("id", "=", job.account)
      .execute();
  });
}

/** Makes a running job queued again: it begins anew when the server next looks. */
export async function putJobBack(
  job: Job,
  attempts: number,
  { database }: Pick<SettleOptions, "database">,
): Promise<void> {
  await database
    .updateTable("job")
    .set({ state: "queued", attempts, startedAt: null, percent: 0, phase: null })
    .where("id", "=", job.id)
    .where("state", "=", "running")
    .execute();
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
