import { buildRequest } from "../api/build-request.js";
import { describeOperation } from "../api/describe-operation.js";
import type { OutputFlags } from "../common-flags.js";
import type { CliContext } from "../context.js";
import { usageError } from "../errors/usage-error.js";
import { DEFAULT_TIMEOUT_MS } from "../jobs/follow-job.js";
import { openProgress } from "../jobs/open-progress.js";
import { checkOutput } from "../output/check-output.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { jsonText } from "../output/json-text.js";
import { writeJsonLine, writeStdout } from "../output/stdout.js";
import { writeNewFile } from "../output/write-new-file.js";
import type { OperationInfo, ProviderEntry } from "../provider-entry.js";
import { connect, type ConnectionFlags } from "../providers/connect.js";
import { findOperation, findProvider } from "../providers/find-provider.js";
import { refusalOf } from "../providers/refusal.js";
import { printable } from "../terminal/printable.js";

export interface ApiFlags extends ConnectionFlags, OutputFlags {
  param?: readonly string[];
  body?: string;
  form?: readonly string[];
  output?: string;
  overwrite?: boolean;
  include?: boolean;
  describe?: boolean;
}

const OPERATION_FIELDS: readonly string[] = [
  "id",
  "method",
  "path",
  "summary",
  "keyless",
  "parameters",
  "body",
];
const ANSWER_FIELDS: readonly string[] = ["status", "headers", "body", "output"];

/** `docjobs api`: any documented operation. */
export async function apiCommand(
  context: CliContext,
  flags: ApiFlags,
  ...words: readonly string[]
): Promise<void> {
  const [providerId, operationId, ...others] = words;
  if (providerId === undefined)
    throw usageError("docjobs api needs a provider.", "docjobs api castdoc lists its operations.");
  if (others.length > 0)
    throw usageError(`Too many arguments: ${others.join(" ")}.`, "Parameters go with --param key=value.");
  const provider = findProvider(providerId);
  if (operationId === undefined) return listOperations(provider, flags);
  const operation = findOperation(provider, operationId);
  if (flags.describe) return describe(provider, operation, flags);
  await call(context, provider, operation, flags);
}

async function listOperations(provider: ProviderEntry, flags: ApiFlags): Promise<void> {
  checkFieldNames(flags.json, OPERATION_FIELDS);
  for (const operation of provider.operations) {
    const { id, method, path, summary } = operation;
    if (flags.json === undefined) await writeStdout(`${id}\t${method} ${path}\t${summary}\n`);
    else await writeJsonLine(selectFields({ ...operation }, flags.json));
  }
}

async function describe(provider: ProviderEntry, operation: OperationInfo, flags: ApiFlags): Promise<void> {
  checkFieldNames(flags.json, OPERATION_FIELDS);
  if (flags.json === undefined) await writeStdout(describeOperation(provider, operation));
  else await writeJsonLine(selectFields({ ...operation }, flags.json));
}

async function call(
  context: CliContext,
  provider: ProviderEntry,
  operation: OperationInfo,
  flags: ApiFlags,
): Promise<void> {
  checkFieldNames(flags.json, ANSWER_FIELDS);
  const { output, overwrite = false } = flags;
  const path = output === "-" ? undefined : output;
  if (path !== undefined) await checkOutput(path, { overwrite });
  if (flags.apiKeyStdin && flags.body === "-") throw usageError("stdin cannot be both the key and the body.");
  const words = {
    param: flags.param ?? [],
    form: flags.form ?? [],
    ...(flags.body !== undefined && { body: flags.body }),
  };
  // Once without a client, so that a wrong word is found before the local server starts or a key is asked for.
  const sources = { baseUrl: provider.api.baseUrl, stdin: context.stdin };
  const request = await buildRequest(operation, words, sources);
  const { noteLine: note } = openProgress(context, flags.quiet);
  const { client } = await connect(context, provider, {
    flags,
    note,
    timeoutMs: DEFAULT_TIMEOUT_MS,
    keyless: operation.keyless,
  });
  const url = client.baseUrl + request.url.slice(provider.api.baseUrl.length);
  const response = await client.fetch(url, { ...request.init, signal: context.interruption.signal });
  if (flags.include) process.stderr.write(headText(response));
  if (!response.ok) throw await refusalOf(response, provider);
  await printAnswer(response, path, flags);
}

async function printAnswer(response: Response, path: string | undefined, flags: ApiFlags): Promise<void> {
  const type = response.headers.get("content-type") ?? "";
  const isJson = /^application\/(?:[\w.-]+\+)?json\b/iu.test(type);
  const head = { status: response.status, headers: Object.fromEntries(response.headers) };
  if (path !== undefined) {
    await writeNewFile(path, (response.body ?? []) as AsyncIterable<Uint8Array>, flags.overwrite ?? false);
    if (flags.json !== undefined)
      return writeJsonLine(selectFields({ ...head, body: null, output: path }, flags.json));
    return writeStdout(`${path}\n`);
  }
  if (isJson || flags.json !== undefined) {
    const text = await response.text();
    const body = isJson && text !== "" ? (JSON.parse(text) as unknown) : text === "" ? null : text;
    if (flags.json !== undefined)
      return writeJsonLine(selectFields({ ...head, body, output: null }, flags.json));
    return writeStdout(body === null ? "" : `${jsonText(body, 2)}\n`);
  }
  const isText = type === "" || type.startsWith("text/");
  if (process.stdout.isTTY && !isText && flags.output !== "-") {
    await response.body?.cancel();
    throw usageError(
      `The answer is ${printable(type)}, which a terminal cannot show.`,
      "Save it with -o <path>, or pipe it on.",
    );
  }
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) await writeStdout(chunk);
}

function headText(response: Response): string {
  const headers = [...response.headers].map(([name, value]) => `${name}: ${printable(value)}`);
  return `${[`${response.status} ${printable(response.statusText)}`, ...headers].join("\n")}\n\n`;
}
