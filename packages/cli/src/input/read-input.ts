import { createJobsClient } from "@docjobs/jobs-core";
import { safeFileName } from "@docjobs/jobs-core/node";
import type { CliContext } from "../context.js";
import { usageError } from "../errors/usage-error.js";
import { isToken } from "../jobs/job-reference.js";
import type { Target } from "../providers/find-provider.js";
import { checkDocument, type DocumentRules } from "./check-document.js";
import { canonicalFormat, extensionFor, extensionOf } from "./format-names.js";
import type { InputDocument } from "./input-document.js";
import { renameSpooled, spoolStdin } from "./spool-stdin.js";

/** One input of a run, checked. */
export type JobInput =
  | { type: "document"; document: InputDocument; shown: string; stem: string; format: string }
  /** The API fetches it itself. */
  | { type: "url"; url: string; shown: string; stem: string; format: string }
  /** A finished job of another kind. */
  | { type: "job"; jobId: string; shown: string; stem: string; format: "" };

export interface ReadOptions {
  /** Lets a document pass that is cut off or needs a password. */
  unchecked?: boolean;
}

/** Reads one input argument: a path, `-`, a URL or a job, as the kind takes it. Sends nothing. */
export async function readInput(
  context: CliContext,
  target: Target,
  text: string,
  { unchecked = false }: ReadOptions = {},
): Promise<JobInput> {
  const { input } = target.kind;
  const taker = `${target.provider.id} ${target.kindName}`;
  if (/^https?:\/\//iu.test(text)) return readUrl(target, text, taker);
  if (input.file) {
    const upload =
      input.file.upload === undefined ? undefined : target.provider.api.uploads[input.file.upload];
    const rules = {
      taker,
      formats: input.file.formats,
      unchecked,
      ...(upload?.maxBytes !== undefined && { maxBytes: upload.maxBytes }),
    };
    const document = text === "-" ? await readStdin(context, rules) : await checkDocument(text, rules);
    return { type: "document", document, shown: text, stem: document.stem, format: document.format };
  }
  if (input.job) return readJob(target, input.job.kind, text);
  throw usageError(`${taker} takes a URL.`, "Give the document's https URL as the input.");
}

async function readStdin(context: CliContext, rules: DocumentRules): Promise<InputDocument> {
  if (context.stdin.isTTY) {
    throw usageError(
      "- reads the document from stdin, but stdin is the terminal.",
      "Pipe it in: docjobs run … - < report.pdf",
    );
  }
  const spooled = await spoolStdin(context.stdin, context.interruption.signal);
  context.cleanups.push(() => spooled.remove());
  const document = await checkDocument(spooled.path, rules, "Standard input");
  const path =
    document.format === "" ? spooled.path : await renameSpooled(spooled.path, extensionFor(document.format));
  const name = document.format === "" ? "stdin" : `stdin.${extensionFor(document.format)}`;
  return { ...document, path, name, stem: "stdin" };
}

function readUrl(target: Target, text: string, taker: string): JobInput {
  if (!target.kind.input.url) {
    throw usageError(
      `${taker} does not fetch documents from URLs.`,
      "Download it first, then give the file.",
    );
  }
  if (!URL.canParse(text)) throw usageError(`${text} is not a URL.`, "Check its spelling.");
  const url = new URL(text);
  const name = fileNameIn(url);
  const extension = extensionOf(name);
  const stem = extension === "" ? name : name.slice(0, -extension.length - 1);
  return {
    type: "url",
    url: text,
    shown: text,
    stem: stem || url.hostname,
    format: canonicalFormat(extension),
  };
}

function fileNameIn(url: URL): string {
  const last = url.pathname.split("/").at(-1) ?? "";
  try {
    return safeFileName(decodeURIComponent(last)) ?? "";
  } catch {
    return "";
  }
}

function readJob(target: Target, kindName: string, text: string): JobInput {
  const { provider } = target;
  const source = `a finished ${provider.id}:${kindName} job`;
  try {
    const client = createJobsClient(provider.api, {});
    const job = isToken(text) ? client.resume(text) : client.kind(kindName).job(text);
    if (job.kind !== kindName) throw usageError(`This token is for a ${job.kind} job.`, `Give ${source}.`);
    return { type: "job", jobId: job.id, shown: text, stem: job.id, format: "" };
  } catch (cause) {
    throw usageError(
      `"${text}" is not a job id or a token; ${provider.id} ${target.kindName} takes ${source}.`,
      cause instanceof Error ? cause.message : undefined,
    );
  }
}
