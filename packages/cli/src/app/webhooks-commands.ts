import { buildCommand, buildRouteMap, type Command, type RouteMap } from "@stricli/core";
import { outputFlags, parsePort, parseSeconds } from "../common-flags.js";
import type { ListenFlags } from "../commands/webhooks-listen.js";
import type { VerifyFlags } from "../commands/webhooks-verify.js";
import type { CliContext } from "../context.js";
import { commandDocs } from "../help/command-docs.js";
import { webhooksDocs } from "../help/webhooks-docs.js";
import { lazily } from "./lazily.js";
import { oneWord } from "./positionals.js";

const secretStdin = {
  kind: "boolean",
  optional: true,
  withNegated: false,
  brief: "Read the webhook secret from stdin, one a line",
} as const;

const listen: Command<CliContext> = buildCommand<ListenFlags, [string], CliContext>({
  loader: lazily(async () => (await import("../commands/webhooks-listen.js")).listenCommand),
  parameters: {
    flags: {
      port: {
        kind: "parsed",
        parse: parsePort,
        optional: true,
        placeholder: "number",
        brief: "Port on 127.0.0.1 (default 4011; 0 takes a free one)",
      },
      forwardTo: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "url",
        brief: "Pass each event on to this URL",
      },
      secretStdin,
      ...outputFlags,
    },
    aliases: { q: "quiet" },
    positional: oneWord("provider"),
  },
  docs: webhooksDocs.listen,
});

const verify: Command<CliContext> = buildCommand<VerifyFlags, [string, string?], CliContext>({
  loader: lazily(async () => (await import("../commands/webhooks-verify.js")).verifyCommand),
  parameters: {
    flags: {
      signature: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "value",
        brief: "What the signature's header held",
      },
      header: {
        kind: "parsed",
        parse: String,
        optional: true,
        variadic: true,
        placeholder: "name: value",
        brief: "A header of the delivery, for a time or an id that is signed; may be repeated",
      },
      secretStdin,
      tolerance: {
        kind: "parsed",
        parse: parseSeconds,
        optional: true,
        placeholder: "seconds",
        brief: "How far a signed time may be from now (default 300)",
      },
      ...outputFlags,
    },
    aliases: { q: "quiet" },
    positional: {
      kind: "tuple",
      parameters: [
        { parse: String, placeholder: "provider", brief: "provider" },
        { parse: String, placeholder: "file", brief: "The body; - or none for stdin", optional: true },
      ],
    },
  },
  docs: webhooksDocs.verify,
});

export const webhooks: RouteMap<CliContext> = buildRouteMap<keyof typeof webhooksDocs & string, CliContext>({
  routes: { listen, verify },
  docs: { brief: commandDocs.webhooks.brief, fullDescription: commandDocs.webhooks.fullDescription ?? "" },
});
