import { createReadStream } from "node:fs";
import { verifyWebhook, type SignedWebhook } from "@docjobs/jobs-core/webhooks";
import type { OutputFlags } from "../common-flags.js";
import type { CliContext } from "../context.js";
import { CliError } from "../errors/cli-error.js";
import { EXIT } from "../errors/exit-codes.js";
import { errnoOf, fileError } from "../errors/file-error.js";
import { usageError } from "../errors/usage-error.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { writeJsonLine, writeStdout } from "../output/stdout.js";
import type { ProviderEntry } from "../provider-entry.js";
import { findProvider } from "../providers/find-provider.js";
import { printable } from "../terminal/printable.js";
import { MOST_BODY_BYTES } from "../webhooks/listen-for-deliveries.js";
import { readSecrets, secretVariable } from "../webhooks/webhook-secrets.js";
import { requireWebhooks } from "./webhooks-listen.js";

export interface VerifyFlags extends OutputFlags {
  signature?: string;
  header?: readonly string[];
  secretStdin?: boolean;
  tolerance?: number;
}

const EVENT_FIELDS: readonly string[] = [
  "provider",
  "kind",
  "jobId",
  "token",
  "eventId",
  "sentAt",
  "payload",
];

/** `docjobs webhooks verify`: says whether a delivery that was kept is genuine. Sends nothing. */
export async function verifyCommand(
  context: CliContext,
  flags: VerifyFlags,
  providerId: string,
  path?: string,
): Promise<void> {
  checkFieldNames(flags.json, EVENT_FIELDS);
  const provider = findProvider(providerId);
  requireWebhooks(provider);
  const headers = readHeaders(provider, flags);
  const isFromStdin = path === undefined || path === "-";
  if (flags.secretStdin && isFromStdin)
    throw usageError(
      "stdin cannot be both the secret and the body.",
      `Set ${secretVariable(provider)}, or give the body as a file.`,
    );
  const secrets = await readSecrets(context, provider, flags.secretStdin ?? false);
  if (secrets.length === 0) throw missingSecret(provider);
  const body = await readBody(isFromStdin ? context.stdin : createReadStream(path), path ?? "-");
  const event = await verifyWebhook({
    api: provider.api,
    headers,
    body,
    secrets,
    ...(flags.tolerance !== undefined && { toleranceMs: flags.tolerance }),
  });
  await print(event, flags);
}

function readHeaders(
  provider: ProviderEntry,
  { signature, header = [] }: VerifyFlags,
): Record<string, string> {
  const scheme = provider.api.webhook?.signature;
  if (scheme === undefined) {
    throw usageError(
      `Nothing says how ${provider.api.title} signs its webhooks, so none can be verified.`,
      `Take it as a hint, and read the job: docjobs get ${provider.id} <job-id>`,
    );
  }
  const headers: Record<string, string> = {};
  for (const line of header) {
    const [, name, value] = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*:\s*(.*?)\s*$/u.exec(line) ?? [];
    if (name === undefined)
      throw usageError(
        `--header ${JSON.stringify(line)} is no header.`,
        "For example: --header 'X-Time: 1700000000'",
      );
    headers[name.toLowerCase()] = value ?? "";
  }
  if (signature !== undefined) headers[scheme.header.toLowerCase()] = signature;
  if (headers[scheme.header.toLowerCase()] === undefined)
    throw usageError(
      "The signature is missing.",
      `Give what the header ${scheme.header} held: --signature '${scheme.prefix ?? ""}…'`,
    );
  return headers;
}

function missingSecret(provider: ProviderEntry): CliError {
  return new CliError(EXIT.key, `No webhook secret for ${provider.id}.`, {
    code: "webhook_secret_missing",
    provider: provider.id,
    hint: `Set ${secretVariable(provider)} to the secret that was given with the submit.`,
    retryable: false,
  });
}

async function readBody(source: AsyncIterable<unknown>, path: string): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of source) {
      chunks.push(Buffer.from(chunk as Buffer));
      length += chunks.at(-1)?.length ?? 0;
      if (length > MOST_BODY_BYTES) break;
    }
  } catch (error) {
    throw fileError(
      `${path} cannot be read (${errnoOf(error) ?? "unknown error"}).`,
      "Check the path.",
      error,
    );
  }
  return Buffer.concat(chunks);
}

async function print(event: SignedWebhook, { json }: VerifyFlags): Promise<void> {
  const { provider, kind = null, jobId, token = null, eventId, payload } = event;
  const sentAt = event.sentAt === undefined ? null : new Date(event.sentAt).toISOString();
  if (json === undefined) return writeStdout(`${[jobId, "verified", eventId].map(printable).join("\t")}\n`);
  await writeJsonLine(selectFields({ provider, kind, jobId, token, eventId, sentAt, payload }, json));
}
