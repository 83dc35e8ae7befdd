import { buildCommand, type Command } from "@stricli/core";
import { connectionFlags, outputFlags, parsePort, parseSeconds } from "../common-flags.js";
import type { ServeFlags } from "../commands/serve.js";
import type { CliContext } from "../context.js";
import { commandDocs } from "../help/command-docs.js";
import { lazily } from "./lazily.js";

export const serve: Command<CliContext> = buildCommand<ServeFlags, [], CliContext>({
  loader: lazily(async () => (await import("../commands/serve.js")).serveCommand),
  parameters: {
    flags: {
      port: {
        kind: "parsed",
        parse: parsePort,
        optional: true,
        placeholder: "number",
        brief: "Port on 127.0.0.1 (default 4010; 0 takes a free one)",
      },
      data: connectionFlags.data,
      key: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "key",
        brief: "Demand this key; any key will do without it",
      },
      keyStdin: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief: "Read the demanded key from stdin (also DOCJOBS_SERVE_KEY)",
      },
      retention: {
        kind: "parsed",
        parse: parseSeconds,
        optional: true,
        placeholder: "seconds",
        brief: "Keep results this long instead of what each API documents",
      },
      queueDelay: {
        kind: "parsed",
        parse: parseMilliseconds,
        optional: true,
        placeholder: "ms",
        brief: "Hold each job queued this long",
      },
      fault: {
        kind: "parsed",
        parse: String,
        optional: true,
        variadic: true,
        placeholder: "fault",
        brief: "Let answers go wrong on purpose (see above); may be repeated",
      },
      allowWebhookHost: {
        kind: "parsed",
        parse: parseHost,
        optional: true,
        variadic: true,
        placeholder: "host",
        brief: "Send webhooks to this host as well; may be repeated",
      },
      allowFetchHost: {
        kind: "parsed",
        parse: parseHost,
        optional: true,
        variadic: true,
        placeholder: "host",
        brief: "Fetch convert.fast's inputUrl from this host as well; may be repeated",
      },
      tier: {
        kind: "enum",
        values: ["free", "developer", "pro", "enterprise"],
        optional: true,
        brief: "AnchorGrid's plan, with its limits (default enterprise)",
      },
      logLevel: {
        kind: "enum",
        values: ["silent", "error", "warn", "info", "debug"],
        optional: true,
        brief: "What is logged on stderr, as JSON lines (default warn)",
      },
      drain: {
        kind: "parsed",
        parse: parseDrain,
        optional: true,
        placeholder: "seconds",
        brief: "After SIGTERM let running jobs go on so long (default 8)",
      },
      ...outputFlags,
    },
    aliases: { q: "quiet" },
  },
  docs: commandDocs.serve,
});

function parseDrain(text: string): number {
  return text === "0" ? 0 : parseSeconds(text);
}

function parseHost(text: string): string {
  if (!/^(?:\*\.)?[a-z0-9.-]+$/iu.test(text))
    throw new Error("expected a host name, or *.example.com for all under it");
  return text;
}

function parseMilliseconds(text: string): number {
  if (!/^\d+$/u.test(text)) throw new Error("expected milliseconds");
  return Math.min(Number(text), 2 ** 31 - 1);
}
