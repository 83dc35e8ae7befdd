import { enginesOf, type EngineEntry } from "../../engine-table.js";
import { canonicalFormat } from "../../engines/image/image-format.js";
import { jobFaultOf } from "../../faults/register-faults.js";
import type { OperationHandler } from "../../http/api.js";
import { newHexId } from "../../ids.js";
import { detectBlobFormat } from "../../jobs/detect-blob-format.js";
import type { ServerContext } from "../../server-context.js";
import { queueIsFull, requireQueueRoom } from "../require-queue-room.js";
import type { HeldBlob } from "../../store/blob-store.js";
import { findDocument } from "../../store/documents.js";
import type { Document, Job } from "../../store/tables.js";
import { jobView, summaryView } from "./job-view.js";
import { ldxhubError } from "./ldxhub-errors.js";
import { ldxhubFileStore, ldxhubPolicy } from "./ldxhub-policy.js";

export type LdxhubService = "castdoc" | "renderocr";

const maxWaitSeconds = 10;

interface CreateJobRequest {
  engine: string;
  file_id: string;
  output_format: string;
  languages?: string[];
}

/** Engines and jobs of one LDX hub service. */
export function jobHandlers(server: ServerContext, service: LdxhubService): Record<string, OperationHandler> {
  const { database, jobs, now } = server;

  async function ownJob(account: string, id: string): Promise<Job> {
    const job = await database
      .selectFrom("job")
      .selectAll()
      .where("id", "=", id)
      .where("api", "=", service)
      .where("account", "=", account)
      .executeTakeFirst();
    if (!job || hasExpired(job, now())) {
      throw ldxhubError(404, "job_not_found", "The job is unknown or has expired.");
    }
    return job;
  }

  return {
    async listEngines() {
      return { data: enginesOf(service).map(engineView) };
    },

    async listJobs({ account }) {
      const rows = await database
        .selectFrom("job")
        .selectAll()
        .where("api", "=", service)
        .where("account", "=", account)
        .orderBy("sequence", "desc")
        .execute();
      const at = now();
      return { data: rows.filter((job) => !hasExpired(job, at)).map(summaryView) };
    },

    async createJob(request, reply) {
      const body = request.body as CreateJobRequest;
      const engine = chooseEngine(service, body.engine);
      const target = canonicalFormat(body.output_format);
      const languages = chooseLanguages(engine, body.languages);
      const document = await findDocument(
        database,
        { api: ldxhubFileStore, account: request.account, id: body.file_id },
        now(),
      );
      if (!document) {
        throw ldxhubError(
          400,
          "file_not_found",
          `The file ${body.file_id} is unknown or has expired. Upload it.`,
        );
      }
      const input = await sealInput(server, document);
      try {
        const format = await detectBlobFormat(server.blobs, input);
        requireConversion(engine, document, format, target);
        const at = now();
        const job = await jobs.submit(
          {
            id: newHexId(),
            api: service,
            kind: engine.kind,
            account: request.account,
            engine: engine.id,
            state: "queued",
            requestId: request.id,
            documentId: document.id,
            inputSha256: input.sha256,
            inputName: document.name,
            inputBytes: document.sizeBytes,
            inputFormat: format ?? "",
            target,
            options: JSON.stringify(languages ? { languages } : {}),
            createdAt: at,
            updatedAt: at,
            runnableAt: at + server.queueDelayMs,
            expiresAt: at + server.retention(ldxhubPolicy.retentionMs),
            ...jobFaultOf(request),
          },
          (transaction) => requireQueueRoom(transaction, server.maxQueued, queueIsFull),
        );
        reply.code(202);
        return jobView(job);
      } finally {
        input.release();
      }
    },

    async getJob(request) {
      const { job_id: id } = request.params as { job_id: string };
      const job = await ownJob(request.account, id);
      const waitMs = waitSeconds((request.query as { wait?: unknown }).wait) * 1000;
      if (waitMs === 0 || isEnded(job)) return jobView(job);
      const gone = new AbortController();
      const onClose = (): void => gone.abort();
      request.raw.socket.once("close", onClose);
      await jobs.waitForEnd(id, waitMs, gone.signal);
      request.raw.socket.off("close", onClose);
      return jobView(await ownJob(request.account, id));
    },
  };
}

/** Whole seconds from 1 to 10; more counts as 10, anything else as 0. */
function waitSeconds(given: unknown): number {
  const text = String(given ?? "").trim();
  return /^\d+$/.test(text) ? Math.min(Number(text), maxWaitSeconds) : 0;
}

function chooseEngine(service: LdxhubService, id: string): EngineEntry {
  const engines = enginesOf(service);
  const engine = engines.find((candidate) => candidate.id === id);
  if (engine) return engine;
  const known = engines.map((candidate) => candidate.id).join(", ");
  throw ldxhubError(400, "unknown_engine", `There is no engine ${JSON.stringify(id)}. There is: ${known}.`);
}

/** Only the first language counts, as the API says. */
function chooseLanguages(engine: EngineEntry, given: string[] | undefined): string[] | undefined {
  if (!engine.languages) return undefined;
  const [wanted] = given ?? [];
  const known = engine.languages.map(({ code }) => code);
  if (wanted === undefined) {
    throw ldxhubError(400, "missing_language", `\`languages\` is empty. Name one of: ${known.join(", ")}.`);
  }
  if (known.includes(wanted)) return [wanted];
  throw ldxhubError(
    400,
    "unsupported_language",
    `The language ${JSON.stringify(wanted)} is not here. There is: ${known.join(", ")}.`,
  );
}

function requireConversion(
  engine: EngineEntry,
  document: Document,
  format: string | undefined,
  target: string,
): void {
  const { conversions, id } = engine;
  if (conversions.some(({ from, to }) => from === format && to === target)) return;
  const sources = [...new Set(conversions.map(({ from }) => from))];
  if (format === undefined || !sources.includes(format)) {
    const found = format === undefined ? "of an unknown format" : `a ${format} file`;
    throw ldxhubError(
      400,
      "unsupported_input",
      `${document.name} is ${found} by its content. ${id} reads: ${sources.join(", ")}.`,
    );
  }
  const targets = [...new Set(conversions.map(({ to }) => to))];
  throw ldxhubError(
    400,
    "unsupported_output_format",
    `${id} does not write ${JSON.stringify(target)}. It writes: ${targets.join(", ")}.`,
  );
}

/** The input as it is now: a chunked upload may go on growing while the job runs. */
async function sealInput({ blobs, uploads }: ServerContext, document: Document): Promise<HeldBlob> {
  if (document.sizeBytes === 0) {
    throw ldxhubError(400, "empty_file", `${document.name} is empty. Upload its content first.`);
  }
  const { sha256, sizeBytes } = document;
  if (sha256 !== null) return { sha256, sizeBytes, release: () => undefined };
  const content = await uploads.open(document, { start: 0, end: sizeBytes - 1 });
  if (!content) throw new Error(`The upload ${document.id} has a row and no content`);
  return blobs.write(content as AsyncIterable<Buffer>);
}

function isEnded(job: Job): boolean {
  return job.state !== "queued" && job.state !== "running";
}

function hasExpired(job: Job, at: number): boolean {
  return isEnded(job) && job.expiresAt <= at;
}

function engineView(engine: EngineEntry): Record<string, unknown> {
  return {
    id: engine.id,
    display_name: engine.displayName,
    description: engine.description,
    provider: engine.id.split("/")[0],
    supported_conversions: engine.conversions.map(({ from, to }) => ({ from: ldxhubFormat(from), to })),
    ...(engine.languages
      ? {
          supported_languages: engine.languages.map(({ code, displayName }) => ({
            code,
            display_name: displayName,
          })),
        }
      : {}),
  };
}

/** LDX hub says `jpeg` where this server says `jpg`. */
function ldxhubFormat(format: string): string {
  return format === "jpg" ? "jpeg" : format;
}
