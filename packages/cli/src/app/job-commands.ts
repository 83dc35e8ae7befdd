import {
  buildCommand,
  type Command,
  type FlagParametersForType,
  type TypedPositionalParameters,
} from "@stricli/core";
import { connectionFlags, onInterrupt, output, outputFlags, overwrite, timeout } from "../common-flags.js";
import type { DownloadFlags } from "../commands/download.js";
import type { JobFlags } from "../commands/get.js";
import type { ListFlags } from "../commands/list.js";
import type { WaitFlags } from "../commands/wait.js";
import type { CliContext } from "../context.js";
import { commandDocs } from "../help/command-docs.js";
import { lazily } from "./lazily.js";
import { oneWord, words, type Words } from "./positionals.js";

interface JobParameters<FLAGS> {
  flags: FlagParametersForType<FLAGS, CliContext>;
  aliases: { q: "quiet" };
  positional: TypedPositionalParameters<Words, CliContext>;
}

const jobParameters: JobParameters<JobFlags> = {
  flags: { ...connectionFlags, ...outputFlags },
  aliases: { q: "quiet" },
  positional: words("provider job-id|token"),
};

const waitParameters: JobParameters<WaitFlags> = {
  flags: { timeout, onInterrupt, ...connectionFlags, ...outputFlags },
  aliases: { q: "quiet" },
  positional: words("provider job-id|token"),
};

export const get: Command<CliContext> = buildCommand<JobFlags, Words, CliContext>({
  loader: lazily(async () => (await import("../commands/get.js")).getCommand),
  parameters: jobParameters,
  docs: commandDocs.get,
});

export const wait: Command<CliContext> = buildCommand<WaitFlags, Words, CliContext>({
  loader: lazily(async () => (await import("../commands/wait.js")).waitCommand),
  parameters: waitParameters,
  docs: commandDocs.wait,
});

export const watch: Command<CliContext> = buildCommand<WaitFlags, Words, CliContext>({
  loader: lazily(async () => (await import("../commands/watch.js")).watchCommand),
  parameters: waitParameters,
  docs: commandDocs.watch,
});

export const download: Command<CliContext> = buildCommand<DownloadFlags, Words, CliContext>({
  loader: lazily(async () => (await import("../commands/download.js")).downloadCommand),
  parameters: {
    flags: { output, overwrite, ...connectionFlags, ...outputFlags },
    aliases: { o: "output", q: "quiet" },
    positional: words("provider job-id|token"),
  },
  docs: commandDocs.download,
});

export const cancel: Command<CliContext> = buildCommand<JobFlags, Words, CliContext>({
  loader: lazily(async () => (await import("../commands/cancel.js")).cancelCommand),
  parameters: jobParameters,
  docs: commandDocs.cancel,
});

export const deleteJob: Command<CliContext> = buildCommand<JobFlags, Words, CliContext>({
  loader: lazily(async () => (await import("../commands/delete.js")).deleteCommand),
  parameters: jobParameters,
  docs: commandDocs.delete,
});

export const list: Command<CliContext> = buildCommand<ListFlags, [string], CliContext>({
  loader: lazily(async () => (await import("../commands/list.js")).listCommand),
  parameters: {
    flags: {
      limit: {
        kind: "parsed",
        parse: parseLimit,
        optional: true,
        placeholder: "jobs",
        brief: "How many jobs, over as many pages as they take (default: the API's first page)",
      },
      param: {
        kind: "parsed",
        parse: String,
        optional: true,
        variadic: true,
        placeholder: "key=value",
        brief: "A parameter of the API's list, path or query",
      },
      ...connectionFlags,
      ...outputFlags,
    },
    aliases: { q: "quiet" },
    positional: oneWord("provider"),
  },
  docs: commandDocs.list,
});

function parseLimit(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new Error("expected a whole number, more than 0");
}
