import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { JobHandle, JobKind } from "@docjobs/jobs-core";
import { fileFrom } from "@docjobs/jobs-core/node";
import type { CliContext } from "../context.js";
import { fileError } from "../errors/file-error.js";
import { placeField } from "../fields/place-field.js";
import type { Connection } from "../providers/connect.js";
import type { Target } from "../providers/find-provider.js";
import { printable } from "../terminal/printable.js";
import type { KeptRecord, PendingRequest } from "./job-records.js";

export interface SubmitRecordedOptions {
  /** Says of an error that the record is still of use: the submit may be tried again later. */
  keepsRecord?: (error: unknown) => boolean;
}

/**
 * Makes the job of a record: uploads, submits once, and keeps the record at what has happened. From here on a signal has
 * something to tell.
 */
export async function submitRecorded(
  context: CliContext,
  connection: Connection,
  { provider, kindName, kind }: Target,
  record: KeptRecord,
  { keepsRecord = () => false }: SubmitRecordedOptions = {},
): Promise<JobHandle> {
  const { request = { fields: {} } } = record.value;
  const { idempotencyKey } = request;
  context.active = {
    provider: provider.id,
    kind: kindName,
    phase: "submitting",
    flags: connection.followUpFlags,
    cancelable: provider.api.cancel !== undefined,
    record,
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
  try {
    const job = await connection.client.kind(kindName).submit(await inputOf(kind, request), {
      signal: context.interruption.signal,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
      beforeSubmit: ({ inputReference }) =>
        record.update({
          stage: "submitting",
          request: {
            ...request,
            sentAt: new Date().toISOString(),
            ...(inputReference !== undefined && { inputReference }),
          },
        }),
    });
    context.active = { ...context.active, phase: "following", jobId: job.id, token: job.token };
    await record.update({ stage: "submitted", jobId: job.id, token: job.token, request: undefined });
    return job;
  } catch (error) {
    // Whoever reads the error decides what happens next; a crash is the only thing that leaves nobody to decide.
    if (!keepsRecord(error)) await record.remove();
    throw error;
  }
}

/** What tells a document from a changed one. */
export async function markDocument(path: string): Promise<NonNullable<PendingRequest["document"]>> {
  const { size, mtimeMs } = await stat(path);
  return { path: resolve(path), sizeBytes: size, modifiedMs: mtimeMs };
}

/** Throws where the document is not the one that was to be sent. */
export async function checkUnchanged({ document }: PendingRequest): Promise<void> {
  if (document === undefined) return;
  const now = await markDocument(document.path).catch((error: unknown) => {
    throw fileError(
      `${printable(document.path)} is not there any more.`,
      "Run it again with the document.",
      error,
    );
  });
  if (now.sizeBytes === document.sizeBytes && now.modifiedMs === document.modifiedMs) return;
  throw fileError(
    `${printable(document.path)} has changed since it was to be submitted.`,
    "Run it again with the document as it is now.",
  );
}

/** The submit's input: with the id of the uploaded document where there is one already. */
async function inputOf(
  { input }: JobKind,
  { fields, document, inputReference }: PendingRequest,
): Promise<Record<string, unknown>> {
  const field = input.file?.field;
  if (inputReference !== undefined && field !== undefined && input.file?.upload !== undefined)
    return placeField(fields, field, inputReference);
  return document === undefined ? fields : { ...fields, file: await fileFrom(document.path) };
}
