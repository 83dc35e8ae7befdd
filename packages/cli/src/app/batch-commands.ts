import { buildCommand, buildRouteMap, type Command, type RouteMap } from "@stricli/core";
import type { BatchCancelFlags } from "../commands/batch-cancel.js";
import type { BatchRetryFlags } from "../commands/batch-retry.js";
import type { BatchRunFlags } from "../commands/batch-run.js";
import type { BatchStateFlags } from "../commands/batch-status.js";
import type { WorkerFlags } from "../commands/worker.js";
import { connectionFlags, outputFlags, overwrite, submitFlags, unchecked } from "../common-flags.js";
import type { CliContext } from "../context.js";
import { batchDocs } from "../help/batch-docs.js";
import { commandDocs } from "../help/command-docs.js";
import { lazily } from "./lazily.js";
import { servingFlags } from "./serve-flags.js";
import { optionalWord, words, type Words } from "./positionals.js";

const state = {
  kind: "parsed",
  parse: String,
  optional: true,
  placeholder: "path",
  brief: "The state file (default <output directory>/.docjobs/batch.db)",
} as const;

const database = {
  kind: "parsed",
  parse: String,
  optional: true,
  placeholder: "url",
  brief: "Keep the state in PostgreSQL, shared with workers (also DOCJOBS_DATABASE)",
} as const;

const concurrency = {
  kind: "parsed",
  parse: parseCount,
  optional: true,
  placeholder: "jobs",
  brief: "Jobs at the API at a time (default 8, or what the API grants if that is less)",
} as const;

const run: Command<CliContext> = buildCommand<BatchRunFlags, Words, CliContext>({
  loader: lazily(async () => (await import("../commands/batch-run.js")).batchRunCommand),
  parameters: {
    flags: {
      ...submitFlags,
      output: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "dir",
        brief: "Where the results go, made if missing; or s3://bucket/folder/",
      },
      then: {
        kind: "parsed",
        parse: String,
        optional: true,
        variadic: true,
        placeholder: "step",
        brief: "Feed each result to a further job: 'provider:kind to=format key=value'; may be repeated",
      },
      concurrency,
      maxCredits: {
        kind: "parsed",
        parse: parseCount,
        optional: true,
        placeholder: "credits",
        brief: "Submit nothing that would take the batch beyond so many credits",
      },
      dryRun: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief: "Print inputs and names of results; send and store nothing",
      },
      state,
      database,
      overwrite,
      unchecked,
      ...connectionFlags,
      ...outputFlags,
    },
    aliases: { o: "output", q: "quiet" },
    positional: words("provider[:kind] input"),
  },
  docs: batchDocs.run,
});

const status: Command<CliContext> = buildCommand<BatchStateFlags, [string?], CliContext>({
  loader: lazily(async () => (await import("../commands/batch-status.js")).batchStatusCommand),
  parameters: {
    flags: { state, database, ...outputFlags },
    aliases: { q: "quiet" },
    positional: optionalWord("output directory"),
  },
  docs: batchDocs.status,
});

const retry: Command<CliContext> = buildCommand<BatchRetryFlags, [string?], CliContext>({
  loader: lazily(async () => (await import("../commands/batch-retry.js")).batchRetryCommand),
  parameters: {
    flags: {
      unknown: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief: "Also inputs that may have a job already: it may be paid twice",
      },
      canceled: { kind: "boolean", optional: true, withNegated: false, brief: "Also canceled inputs" },
      state,
      database,
      ...outputFlags,
    },
    aliases: { q: "quiet" },
    positional: optionalWord("output directory"),
  },
  docs: batchDocs.retry,
});

const cancel: Command<CliContext> = buildCommand<BatchCancelFlags, [string?], CliContext>({
  loader: lazily(async () => (await import("../commands/batch-cancel.js")).batchCancelCommand),
  parameters: {
    flags: { state, database, ...connectionFlags, ...outputFlags },
    aliases: { q: "quiet" },
    positional: optionalWord("output directory"),
  },
  docs: batchDocs.cancel,
});

const exportResults: Command<CliContext> = buildCommand<BatchStateFlags, [string?], CliContext>({
  loader: lazily(async () => (await import("../commands/batch-export.js")).batchExportCommand),
  parameters: {
    flags: { state, database, ...outputFlags },
    aliases: { q: "quiet" },
    positional: optionalWord("output directory"),
  },
  docs: batchDocs.export,
});

/** `docjobs worker` */
export const worker: Command<CliContext> = buildCommand<WorkerFlags, [], CliContext>({
  loader: lazily(async () => (await import("../commands/worker.js")).workerCommand),
  parameters: {
    flags: {
      database,
      concurrency,
      untilDone: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief: "End when no batch has anything left",
      },
      unchecked,
      server: {
        kind: "boolean",
        optional: true,
        withNegated: false,
        brief: "Work on the jobs of servers (docjobs serve --database) instead; takes their --data",
      },
      files: { ...servingFlags.files, brief: "With --server: the servers' own --files" },
      retention: { ...servingFlags.retention, brief: "With --server: the servers' own --retention" },
      drain: {
        ...servingFlags.drain,
        brief: "With --server: after SIGTERM let running jobs go on so long (default 8)",
      },
      logLevel: {
        ...servingFlags.logLevel,
        brief: "With --server: what is logged on stderr, as JSON lines (default warn)",
      },
      ...connectionFlags,
      ...outputFlags,
    },
    aliases: { q: "quiet" },
  },
  docs: commandDocs.worker,
});

/** `docjobs batch …` */
export const batch: RouteMap<CliContext> = buildRouteMap<keyof typeof batchDocs & string, CliContext>({
  routes: { run, status, retry, cancel, export: exportResults },
  docs: { brief: commandDocs.batch.brief, fullDescription: commandDocs.batch.fullDescription ?? "" },
});

function parseCount(text: string): number {
  const count = Number(text);
  if (text.trim() === "" || !Number.isFinite(count) || count <= 0)
    throw new Error("expected a number, more than 0");
  return count;
}
