import { isIP } from "node:net";
import { buildCommand, type Command } from "@stricli/core";
import { connectionFlags, outputFlags, parsePort } from "../common-flags.js";
import type { LimitedKey, ServeFlags } from "../commands/serve.js";
import type { CliContext } from "../context.js";
import { commandDocs } from "../help/command-docs.js";
import { providers } from "../providers.gen.js";
import { lazily } from "./lazily.js";
import { servingFlags } from "./serve-flags.js";

export const serve: Command<CliContext> = buildCommand<ServeFlags, [], CliContext>({
  loader: lazily(async () => (await import("../commands/serve.js")).serveCommand),
  parameters: {
    flags: {
      port: {
        kind: "parsed",
        parse: parsePort,
        optional: true,
        placeholder: "number",
        brief: "Port (default 4010; 0 takes a free one)",
      },
      host: {
        kind: "parsed",
        parse: parseAddress,
        optional: true,
        placeholder: "address",
        brief: "Listen on this IP address (default 127.0.0.1); any that others reach demands a key",
      },
      publicUrl: {
        kind: "parsed",
        parse: parseOrigin,
        optional: true,
        placeholder: "url",
        brief: "Origin that others know the server by; URLs in answers begin so",
      },
      allowHost: {
        kind: "parsed",
        parse: parseHost,
        optional: true,
        variadic: true,
        placeholder: "host",
        brief: "Answer requests to this host name as well; may be repeated",
      },
      data: { ...connectionFlags.data, brief: "Where files and jobs are kept (also DOCJOBS_DATA)" },
      database: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "url",
        brief:
          "Share jobs through this PostgreSQL with other servers and workers (also DOCJOBS_SERVE_DATABASE)",
      },
      files: servingFlags.files,
      concurrency: {
        kind: "parsed",
        parse: parseJobs,
        optional: true,
        placeholder: "jobs",
        brief: "Jobs at a time (default as many as cores, 6 at most; 0 leaves them to workers)",
      },
      key: {
        kind: "parsed",
        parse: String,
        optional: true,
        variadic: true,
        placeholder: "key",
        brief: "Demand this key; may be repeated, each an account; any key will do without it",
      },
      keyStdin: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief: "Read the demanded key from stdin (also DOCJOBS_SERVE_KEY, where blanks part several)",
      },
      limitedKey: {
        kind: "parsed",
        parse: parseLimitedKey,
        optional: true,
        variadic: true,
        placeholder: "key=apis",
        brief: "Take this key for some APIs only: team-a=castdoc,renderocr; may be repeated",
      },
      retention: servingFlags.retention,
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
      hubLimit: {
        kind: "parsed",
        parse: parseLimit,
        optional: true,
        placeholder: "number",
        brief: "LDX hub's file requests a minute by one key (its own limit is about 100; default any)",
      },
      rateLimit: {
        kind: "parsed",
        parse: parseLimit,
        optional: true,
        placeholder: "number",
        brief: "Requests a minute that one key may make to each API (default any)",
      },
      maxQueued: {
        kind: "parsed",
        parse: parseLimit,
        optional: true,
        placeholder: "number",
        brief: "Jobs that may wait or run, whosever they are; 429 beyond that (default 10000)",
      },
      dailyLimit: {
        kind: "parsed",
        parse: parseLimit,
        optional: true,
        placeholder: "number",
        brief: "Jobs a day that one key may submit to convert.fast, as on its free plan (default any)",
      },
      tier: {
        kind: "enum",
        values: ["free", "developer", "pro", "enterprise"],
        optional: true,
        brief: "AnchorGrid's plan, with its limits (default enterprise)",
      },
      logLevel: servingFlags.logLevel,
      drain: servingFlags.drain,
      ...outputFlags,
    },
    aliases: { q: "quiet" },
  },
  docs: commandDocs.serve,
});

function parseAddress(text: string): string {
  if (isIP(text) === 0) throw new Error("expected an IP address, such as 0.0.0.0");
  return text;
}

function parseOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/u.test(url.protocol) || url.pathname !== "/" || url.search !== "")
    throw new Error("expected an origin, such as https://docs.example.com");
  return url.origin;
}

function parseLimit(text: string): number {
  if (!/^[1-9]\d{0,5}$/u.test(text)) throw new Error("expected a number from 1 to 999999");
  return Number(text);
}

/** The last equals sign parts them: a key may have some, an API has none. */
function parseLimitedKey(text: string): LimitedKey {
  const at = text.lastIndexOf("=");
  const apis = text.slice(at + 1).split(",");
  if (at > 0 && apis.every((api) => providers.some(({ id }) => id === api)))
    return { key: text.slice(0, at), apis };
  throw new Error(
    `expected a key and the APIs that it is for: key=${providers.map(({ id }) => id).join(",")}`,
  );
}

function parseJobs(text: string): number {
  if (!/^\d{1,3}$/u.test(text)) throw new Error("expected a number of jobs, 0 or more");
  return Number(text);
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
