import { buildCommand, type Command } from "@stricli/core";
import { connectionFlags, output, outputFlags, overwrite } from "../common-flags.js";
import type { ApiFlags } from "../commands/api.js";
import type { ListingFlags } from "../commands/engines.js";
import type { CliContext } from "../context.js";
import { commandDocs } from "../help/command-docs.js";
import { lazily } from "./lazily.js";
import { oneWord, words, type Words } from "./positionals.js";

export const engines: Command<CliContext> = buildCommand<ListingFlags, [string], CliContext>({
  loader: lazily(async () => (await import("../commands/engines.js")).enginesCommand),
  parameters: {
    flags: { ...connectionFlags, ...outputFlags },
    aliases: { q: "quiet" },
    positional: oneWord("provider[:kind]"),
  },
  docs: commandDocs.engines,
});

export const providers: Command<CliContext> = buildCommand<
  Pick<ListingFlags, "json" | "quiet">,
  [],
  CliContext
>({
  loader: lazily(async () => (await import("../commands/providers.js")).providersCommand),
  parameters: { flags: outputFlags, aliases: { q: "quiet" } },
  docs: commandDocs.providers,
});

export const api: Command<CliContext> = buildCommand<ApiFlags, Words, CliContext>({
  loader: lazily(async () => (await import("../commands/api.js")).apiCommand),
  parameters: {
    flags: {
      param: {
        kind: "parsed",
        parse: String,
        optional: true,
        variadic: true,
        placeholder: "key=value",
        brief: "A path, query or header parameter; may be repeated",
      },
      body: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "json|@file|-",
        brief: "The request body",
      },
      form: {
        kind: "parsed",
        parse: String,
        optional: true,
        variadic: true,
        placeholder: "key=value|key=@file",
        brief: "A field of the request body, typed by the spec; may be repeated",
      },
      output,
      overwrite,
      include: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief: "Print status and headers on stderr",
      },
      describe: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief: "Print the operation's parameters and fields; send nothing",
      },
      ...connectionFlags,
      ...outputFlags,
    },
    aliases: { o: "output", i: "include", q: "quiet" },
    positional: words("provider operationId"),
  },
  docs: commandDocs.api,
});
