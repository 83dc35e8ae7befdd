import { randomUUID } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { findEngine } from "../../engine-table.js";
import { resolveSections } from "../../engines/construction/resolve-sections.js";
import type { TocResult } from "../../engines/construction/specs/toc-result.js";
import { jobFaultOf } from "../../faults/register-faults.js";
import type { OperationHandler } from "../../http/api.js";
import type { ServerContext } from "../../server-context.js";
import { findDocument } from "../../store/documents.js";
import type { Document, Job, NewJob } from "../../store/tables.js";
import { queueIsFull, requireQueueRoom } from "../require-queue-room.js";
import { anchorgridError, anchorgridErrorForm, documentNotFound, invalid } from "./anchorgrid-errors.js";
import { anchorgridApiName, anchorgridPolicy } from "./anchorgrid-policy.js";
import { chargeCredits } from "./charge-credits.js";
import { checkWebhook } from "./check-webhook.js";
import { findCached } from "./find-cached.js";
import { findOwnJob } from "./find-own-job.js";
import { tiers } from "./tiers.js";

interface DocumentRequest {
  document_id: string;
  page_numbers?: number[];
  webhook_url?: string;
}

interface ContentRequest {
  job_id: string;
  section_codes?: string[];
  division_codes?: string[];
  webhook_url?: string;
}

/** What a job works on. */
interface Input {
  documentId: string | null;
  sha256: string;
  name: string;
  sizeBytes: number;
  pageCount: number | null;
}

/** The six submits. */
export function submitHandlers(server: ServerContext): Record<string, OperationHandler> {
  const { submitsPerMinute } = tiers[server.tier];
  const submits = server.rates.perMinute("anchorgrid-submits", submitsPerMinute);

  async function limitSubmits(account: string): Promise<void> {
    const seconds = await submits.take(account);
    if (seconds === 0) return;
    throw anchorgridErrorForm.fault("rate-limited", "Too many submits a minute.", seconds);
  }

  async function queue(
    request: FastifyRequest,
    kind: string,
    input: Input,
    options: Record<string, unknown>,
    { webhookUrl, cost }: { webhookUrl: string | undefined; cost: number },
  ): Promise<Job> {
    const at = server.now();
    const { account } = request;
    const { tier } = server;
    const optionsText = JSON.stringify(options);
    const wanted = { account, kind, inputSha256: input.sha256, options: optionsText };
    const engine = requireEngine(kind);
    const cachedFromJobId = await findCached(server, wanted);
    const job: NewJob = {
      id: randomUUID(),
      api: anchorgridApiName,
      kind,
      account,
      engine,
      state: "queued",
      requestId: request.id,
      documentId: input.documentId,
      inputSha256: input.sha256,
      inputName: input.name,
      inputBytes: input.sizeBytes,
      inputFormat: "pdf",
      inputPages: input.pageCount,
      target: "",
      options: optionsText,
      createdAt: at,
      updatedAt: at,
      runnableAt: at + server.queueDelayMs,
      expiresAt: at + server.retention(anchorgridPolicy.retentionMs),
      webhookUrl: webhookUrl ?? null,
      webhookEvents: tiers[tier].webhooks ? "succeeded,failed" : null,
      cachedFromJobId,
      ...jobFaultOf(request),
    };
    return server.jobs.submit(job, async (transaction) => {
      await requireQueueRoom(transaction, server.maxQueued, queueIsFull);
      await chargeCredits(transaction, { account, tier, cost, now: at });
    });
  }

  function drawings(kind: string, costPerPage?: number): OperationHandler {
    return async (request, reply) => {
      await limitSubmits(request.account);
      const body = request.body as DocumentRequest;
      checkWebhook(body.webhook_url, server.webhookHosts);
      if (body.page_numbers?.length === 0) {
        throw invalid("page_numbers is empty. Name pages, or leave it out for the whole document.");
      }
      const input = inputOf(await ownDocument(server, request, body.document_id));
      const options = body.page_numbers ? { page_numbers: body.page_numbers } : {};
      return accepted(
        reply,
        await queue(request, kind, input, options, {
          webhookUrl: body.webhook_url,
          cost: costPerPage === undefined ? 1 : costPerPage * pagesOf(body, input),
        }),
      );
    };
  }

  return {
    detectDoors: drawings("door-detector", 2),
    detectElevations: drawings("elevation-detector", 2),
    extractSchedules: drawings("schedule-extractor"),
    classifyPages: drawings("page-classifier"),

    async parseSpec(request, reply) {
      await limitSubmits(request.account);
      const body = request.body as DocumentRequest;
      checkWebhook(body.webhook_url, server.webhookHosts);
      const input = inputOf(await ownDocument(server, request, body.document_id));
      return accepted(
        reply,
        await queue(request, "toc-parser", input, {}, { webhookUrl: body.webhook_url, cost: 1 }),
        estimateSeconds(input),
      );
    },

    async extractContent(request, reply) {
      await limitSubmits(request.account);
      const body = request.body as ContentRequest;
      checkWebhook(body.webhook_url, server.webhookHosts);
      const source = await findOwnJob(server, request.account, body.job_id);
      const sectionCodes = chooseSections(source, body);
      const input: Input = {
        documentId: source.documentId,
        sha256: source.inputSha256,
        name: source.inputName,
        sizeBytes: source.inputBytes,
        pageCount: source.inputPages,
      };
      const options = { source_job_id: source.id, section_codes: sectionCodes };
      return accepted(
        reply,
        await queue(request, "content-extractor", input, options, { webhookUrl: body.webhook_url, cost: 1 }),
        estimateSeconds(input),
      );
    },
  };
}

function requireEngine(kind: string): string {
  const engine = findEngine({ api: anchorgridApiName, kind, from: "pdf", to: "" });
  if (!engine) throw new Error(`There is no engine for ${kind}`);
  return engine.id;
}

/** Pages that are paid for: those that are named, there or not, else the whole document. */
function pagesOf({ page_numbers: pages }: DocumentRequest, { pageCount }: Input): number {
  return pages?.length ?? pageCount ?? 1;
}

async function ownDocument(
  server: ServerContext,
  { account }: FastifyRequest,
  id: string,
): Promise<Document> {
  const key = { api: anchorgridApiName, account, id: id.toLowerCase() };
  const document = await findDocument(server.database, key, server.now());
  if (!document) throw documentNotFound();
  return document;
}

function inputOf(document: Document): Input {
  return {
    documentId: document.id,
    sha256: document.sha256 ?? "",
    name: document.name,
    sizeBytes: document.sizeBytes,
    pageCount: document.pageCount,
  };
}

function chooseSections(source: Job, body: ContentRequest): string[] {
  const asked = [...(body.section_codes ?? []), ...(body.division_codes ?? [])];
  if (asked.length === 0) throw invalid("Name at least one of section_codes and division_codes.");
  if (source.kind !== "toc-parser") {
    throw invalid(`job_id names a ${source.kind} job. Name a completed toc-parser job.`);
  }
  if (source.state !== "succeeded" || source.result === null) {
    throw invalid("The toc-parser job is not complete. Wait for it, then ask again.");
  }
  const toc = JSON.parse(source.result) as TocResult;
  const resolved = resolveSections(toc, body);
  if (!resolved.ok) throw anchorgridError(422, resolved.code, resolved.message);
  const known = new Set(
    toc.divisions.flatMap(({ sections }) => sections.map((section) => section.section_code)),
  );
  if (resolved.section_codes.some((code) => known.has(code))) return resolved.section_codes;
  throw anchorgridError(
    422,
    "NO_SECTIONS_RESOLVED",
    `The table of contents has none of these sections: ${resolved.section_codes.join(", ")}.`,
  );
}

function estimateSeconds({ pageCount }: Input): number {
  return Math.max(1, Math.ceil((pageCount ?? 0) / 20));
}

function accepted(reply: FastifyReply, job: Job, estimatedSeconds?: number): Record<string, unknown> {
  reply.code(202);
  return {
    job_id: job.id,
    status: "queued",
    ...(estimatedSeconds === undefined ? {} : { estimated_processing_seconds: estimatedSeconds }),
    poll_url: `/v1/jobs/${job.id}`,
  };
}
