import type { OutputFlags } from "../common-flags.js";
import type { CliContext } from "../context.js";
import { CliError } from "../errors/cli-error.js";
import { EXIT } from "../errors/exit-codes.js";
import { errnoOf } from "../errors/file-error.js";
import { usageError } from "../errors/usage-error.js";
import { openProgress } from "../jobs/open-progress.js";
import { isHttpUrl } from "../keys/find-key.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { StdoutClosedError, writeJsonLine, writeStdout } from "../output/stdout.js";
import type { ProviderEntry } from "../provider-entry.js";
import { findProvider } from "../providers/find-provider.js";
import { printable } from "../terminal/printable.js";
import { forwardDelivery } from "../webhooks/forward-delivery.js";
import {
  listenForDeliveries,
  type Listener,
  type ListenerOptions,
} from "../webhooks/listen-for-deliveries.js";
import { receiveDeliveries, type Delivery } from "../webhooks/receive-delivery.js";
import { readSecrets, secretVariable, sendsWebhooks, signsWebhooks } from "../webhooks/webhook-secrets.js";

export interface ListenFlags extends OutputFlags {
  port?: number;
  forwardTo?: string;
  secretStdin?: boolean;
}

const DELIVERY_FIELDS: readonly string[] = [
  "at",
  "outcome",
  "reason",
  "provider",
  "kind",
  "jobId",
  "token",
  "eventId",
  "sentAt",
  "forwarded",
  "answer",
  "payload",
];

/** `docjobs webhooks listen`: receives webhooks on this machine until a signal, and says what each is worth. */
export async function listenCommand(
  context: CliContext,
  flags: ListenFlags,
  providerId: string,
): Promise<void> {
  checkFieldNames(flags.json, DELIVERY_FIELDS);
  const provider = findProvider(providerId);
  requireWebhooks(provider);
  const { forwardTo } = flags;
  if (forwardTo !== undefined) checkTarget(forwardTo);
  const secrets = await readSecrets(context, provider, flags.secretStdin ?? false);
  const { noteLine: note } = openProgress(context, flags.quiet);
  const closing = new AbortController();
  const stopped = new Promise<void>((resolve, reject) => {
    context.interruption.signal.addEventListener("abort", () => resolve());
    closing.signal.addEventListener("abort", () =>
      closing.signal.reason instanceof StdoutClosedError ? resolve() : reject(closing.signal.reason as Error),
    );
  });
  const listener = await open({
    port: flags.port ?? DEFAULT_PORT,
    receive: receiveDeliveries({
      provider,
      secrets,
      forward:
        forwardTo === undefined
          ? undefined
          : (request) => forwardDelivery(forwardTo, request, closing.signal),
    }),
    onDelivery: (delivery) => print(provider, flags, delivery),
    onFailure: (error) => closing.abort(error),
  });
  context.cleanups.push(() => listener.close());
  if (flags.json === undefined) await writeStdout(`${listener.url}\n`);
  else await writeJsonLine({ url: listener.url });
  note(howToUse(provider, listener.url, secrets, forwardTo));
  context.runsUntilSignal = true;
  await stopped;
  closing.abort(new StdoutClosedError("stopped"));
}

/** Stops where the API sends no webhooks. */
export function requireWebhooks(provider: ProviderEntry): void {
  if (sendsWebhooks(provider)) return;
  throw usageError(
    `${provider.api.title} sends no webhooks.`,
    `Wait for its jobs: docjobs wait ${provider.id} <job-id>`,
  );
}

function checkTarget(url: string): void {
  const isLocal = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/u;
  if (!isHttpUrl(url))
    throw usageError("--forward-to is not an http(s) URL.", "For example: http://localhost:3000/webhooks");
  const { protocol, hostname } = new URL(url);
  if (protocol === "https:" || isLocal.test(hostname)) return;
  throw usageError(
    `--forward-to ${protocol}//${hostname} would show deliveries to the network.`,
    "Deliveries hold links to results: use https, or a URL on this machine.",
  );
}

async function open(options: ListenerOptions): Promise<Listener> {
  return listenForDeliveries(options).catch((error: unknown) => {
    const code = errnoOf(error);
    if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
    throw new CliError(EXIT.usage, `Port ${options.port} cannot be taken (${code}).`, {
      code: "port_taken",
      hint: "Choose another with --port, or --port 0 for a free one.",
      cause: error,
    });
  });
}

async function print(provider: ProviderEntry, flags: ListenFlags, delivery: Delivery): Promise<void> {
  const { outcome, event, reason, forwarded, answer } = delivery;
  const sentAt = event?.signed ? event.sentAt : undefined;
  if (flags.json === undefined) {
    const said = [reason, forwarded === null ? undefined : `forwarded: ${forwarded}`]
      .filter(Boolean)
      .join("; ");
    const columns = [event?.jobId ?? "-", outcome, event?.eventId ?? "-", said];
    return writeStdout(`${columns.map(printable).join("\t").trimEnd()}\n`);
  }
  const fields = {
    at: new Date().toISOString(),
    outcome,
    reason,
    provider: provider.id,
    kind: event?.kind ?? null,
    jobId: event?.jobId ?? null,
    token: event?.token ?? null,
    eventId: event?.eventId ?? null,
    sentAt: sentAt === undefined ? null : new Date(sentAt).toISOString(),
    forwarded,
    answer,
    payload: event?.signed ? event.payload : null,
  };
  return writeJsonLine(selectFields(fields, flags.json));
}

function howToUse(
  provider: ProviderEntry,
  url: string,
  secrets: readonly string[],
  forwardTo: string | undefined,
): string {
  const { url: field, secret } =
    Object.values(provider.api.kinds).find(({ input }) => input.webhook)?.input.webhook ?? {};
  const lines = [`Listening for ${provider.api.title} at ${url}, on this machine alone. Stop with Ctrl-C.`];
  if (field !== undefined)
    lines.push(
      `Submit with --set ${field}=${url}/${secret === undefined ? "" : `; its ${secret} comes from ${secretVariable(provider)}`}.`,
    );
  if (!signsWebhooks(provider)) {
    lines.push(
      `${provider.api.title} signs nothing: a delivery says no more than that a look at the job may be worth it.`,
    );
  } else if (secrets.length === 0) {
    lines.push(
      `Nothing is verified: set ${secretVariable(provider)}, or pipe the secret in with --secret-stdin.`,
    );
  }
  if (forwardTo !== undefined)
    lines.push(`What is not refused goes on to ${forwardTo}, once for each event.`);
  return lines.join("\n");
}

const DEFAULT_PORT = 4011;
