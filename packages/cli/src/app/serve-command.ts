import { buildCommand, type Command } from "@stricli/core";
import { connectionFlags, outputFlags, parseSeconds } from "../common-flags.js";
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
      ...outputFlags,
    },
    aliases: { q: "quiet" },
  },
  docs: commandDocs.serve,
});

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/u.test(text) || port > 65_535) throw new Error("expected a port number, 0 to 65535");
  return port;
}

function parseMilliseconds(text: string): number {
  if (!/^\d+$/u.test(text)) throw new Error("expected milliseconds");
  return Math.min(Number(text), 2 ** 31 - 1);
}
