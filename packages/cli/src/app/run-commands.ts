import { buildCommand, type Command } from "@stricli/core";
import {
  connectionFlags,
  onInterrupt,
  output,
  outputFlags,
  overwrite,
  submitFlags,
  timeout,
  unchecked,
} from "../common-flags.js";
import type { ResumeFlags } from "../commands/resume.js";
import type { RunFlags } from "../commands/run.js";
import type { SubmitFlags } from "../commands/submit.js";
import type { CliContext } from "../context.js";
import { commandDocs } from "../help/command-docs.js";
import { lazily } from "./lazily.js";
import { words, type Words } from "./positionals.js";

export const run: Command<CliContext> = buildCommand<RunFlags, Words, CliContext>({
  loader: lazily(async () => (await import("../commands/run.js")).runCommand),
  parameters: {
    flags: {
      ...submitFlags,
      unchecked,
      output,
      overwrite,
      detach: { kind: "boolean", optional: true, withNegated: false, brief: "Submit only; print the job id" },
      timeout,
      onInterrupt,
      ...connectionFlags,
      ...outputFlags,
    },
    aliases: { o: "output", q: "quiet" },
    positional: words("provider[:kind] input"),
  },
  docs: commandDocs.run,
});

export const submit: Command<CliContext> = buildCommand<SubmitFlags, Words, CliContext>({
  loader: lazily(async () => (await import("../commands/submit.js")).submitCommand),
  parameters: {
    flags: { ...submitFlags, unchecked, timeout, ...connectionFlags, ...outputFlags },
    aliases: { q: "quiet" },
    positional: words("provider[:kind] input"),
  },
  docs: commandDocs.submit,
});

export const resume: Command<CliContext> = buildCommand<ResumeFlags, Words, CliContext>({
  loader: lazily(async () => (await import("../commands/resume.js")).resumeCommand),
  parameters: {
    flags: {
      all: { kind: "boolean", optional: true, withNegated: false, brief: "Go on with every unfinished job" },
      output,
      overwrite,
      timeout,
      ...connectionFlags,
      ...outputFlags,
    },
    aliases: { o: "output", q: "quiet" },
    positional: words("token"),
  },
  docs: commandDocs.resume,
});
