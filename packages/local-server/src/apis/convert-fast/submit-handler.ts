import type { Transaction } from "kysely";
import { EngineError } from "../../engines/engine-error.js";
import { parseImageOptions } from "../../engines/image/image-options.js";
import type { JobFault } from "../../faults/fault.js";
import { jobFaultOf } from "../../faults/register-faults.js";
import type { OperationHandler } from "../../http/api.js";
import { newGuidV7 } from "../../ids.js";
import { detectBlobFormat } from "../../jobs/detect-blob-format.js";
import type { ServerContext } from "../../server-context.js";
import type { Tables } from "../../store/tables.js";
import { chargeCredits } from "./accounts.js";
import { requireQueueRoom, queueRetrySeconds } from "../require-queue-room.js";
import { checkExtension } from "./check-extension.js";
import { checkInputUrl } from "./check-input-url.js";
import { checkWebhook, type Webhook } from "./check-webhook.js";
import { type Conversion, requireConversion, unsupportedSource } from "./conversions.js";
import { convertFastError } from "./convert-fast-errors.js";
import { convertFastPolicy, maxInFlight } from "./convert-fast-policy.js";
import { creditCost } from "./credit-cost.js";
import { countDailyUse } from "./daily-use.js";
import { createInputFetcher, type FetchInput } from "./fetch-input.js";
import {
  checkConvertRequest,
  type ConvertRequest,
  parseOptions,
  readConvertRequest,
} from "./read-convert-request.js";

type UploadedFile = NonNullable<ConvertRequest["file"]>;

/** `POST /convert`. */
export function submitHandler(server: ServerContext): OperationHandler {
  const fetchInput = createInputFetcher(server);
  return async (request, reply) => {
    const wanted = await readConvertRequest(request, server);
    try {
      checkConvertRequest(wanted);
      const webhook = checkWebhook(
        { url: wanted.webhookUrl, secret: wanted.webhookSecret, events: wanted.webhookEvents },
        server.webhookHosts,
      );
      const options = parseOptions(wanted.options);
      const isUploaded = wanted.file !== undefined;
      wanted.file ??= await fetchWanted(wanted, request.account, fetchInput);
      const conversion = await chooseConversion(server, wanted.file, wanted.targetFormat);
      // What a URL ends in is no file name, and its sourceFormat says what is meant.
      if (isUploaded) checkExtension(wanted.file.name, conversion);
      checkOptions(conversion, options);
      const job = await submit(server, {
        account: request.account,
        requestId: request.id,
        file: wanted.file,
        conversion,
        options,
        columns: { ...webhook, ...jobFaultOf(request) },
      });
      reply.code(202);
      return { id: job.id, status: "Queued", creditCost: job.creditCost };
    } catch (error) {
      if (wanted.file) await server.discard(wanted.file.blob);
      throw error;
    } finally {
      wanted.file?.blob.release();
    }
  };
}

/** The file's content decides, not its name. */
async function chooseConversion(
  server: ServerContext,
  { blob, name }: UploadedFile,
  target: string,
): Promise<Conversion> {
  const format = await detectBlobFormat(server.blobs, blob);
  if (format === undefined) throw unsupportedSource(extensionOf(name) ?? "unknown");
  return requireConversion(format, target);
}

function extensionOf(name: string): string | undefined {
  return /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
}

/** The formats are checked before anybody is asked. */
async function fetchWanted(
  { inputUrl = "", sourceFormat, targetFormat = "" }: ConvertRequest,
  account: string,
  fetchInput: FetchInput,
): Promise<UploadedFile> {
  const url = checkInputUrl(inputUrl);
  if (sourceFormat === undefined) {
    throw convertFastError(400, "request.invalid_parameter", "inputUrl needs a sourceFormat.");
  }
  requireConversion(sourceFormat, targetFormat);
  const file = await fetchInput(account, url);
  if (file.blob.sizeBytes > 0) return file;
  file.blob.release();
  throw convertFastError(400, "request.empty_file", "inputUrl gave an empty file.");
}

function checkOptions({ from, to }: Conversion, options: Record<string, unknown>): void {
  try {
    parseImageOptions(from, to, options);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw convertFastError(400, "request.invalid_parameter", error.message);
  }
}

interface Submission {
  account: string;
  requestId: string;
  file: UploadedFile;
  conversion: Conversion;
  options: Record<string, unknown>;
  columns: Partial<Webhook> & JobFault;
}

async function submit(
  server: ServerContext,
  submission: Submission,
): Promise<{ id: string; creditCost: number }> {
  const { account, requestId, file, conversion, options } = submission;
  const at = server.now();
  const cost = creditCost(file.blob.sizeBytes);
  return server.jobs.submit(
    {
      id: newGuidV7(at),
      api: "convert-fast",
      kind: "convert",
      account,
      engine: conversion.engine.id,
      state: "queued",
      requestId,
      documentId: null,
      inputSha256: file.blob.sha256,
      inputName: file.name,
      inputBytes: file.blob.sizeBytes,
      inputFormat: conversion.from,
      target: conversion.to,
      options: JSON.stringify(options),
      createdAt: at,
      updatedAt: at,
      runnableAt: at + server.queueDelayMs,
      expiresAt: at + server.retention(convertFastPolicy.retentionMs),
      creditCost: cost,
      ...submission.columns,
    },
    async (transaction) => {
      await requireQueueRoom(transaction, server.maxQueued, saturated);
      await requireFreeSlot(transaction, account);
      const { dailyJobs: limit } = server;
      if (limit !== undefined) await countDailyUse(transaction, { account, limit, now: at });
      await chargeCredits(transaction, { account, cost, now: at });
    },
  );
}

function saturated(): Error {
  return convertFastError(
    429,
    "queue.pool_saturated",
    "The server has as many jobs as it takes. Submit again shortly.",
    {},
    { "retry-after": String(queueRetrySeconds) },
  );
}

async function requireFreeSlot(transaction: Transaction<Tables>, account: string): Promise<void> {
  const { count } = await transaction
    .selectFrom("job")
    .select((select) => select.fn.countAll<number>().as("count"))
    .where("account", "=", account)
    .where("api", "=", "convert-fast")
    .where("state", "in", ["queued", "running"])
    .executeTakeFirstOrThrow();
  if (count < maxInFlight) return;
  throw convertFastError(
    429,
    "queue.limit_exceeded",
    `${maxInFlight} jobs are queued or running. Wait until one has ended.`,
    {},
    { "retry-after": "5" },
  );
}
