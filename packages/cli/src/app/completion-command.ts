import { buildCommand, type Command } from "@stricli/core";
import type { CliContext } from "../context.js";
import { commandDocs } from "../help/command-docs.js";
import { lazily } from "./lazily.js";
import { words, type Words } from "./positionals.js";

export const completion: Command<CliContext> = buildCommand<Record<never, never>, Words, CliContext>({
  loader: lazily(async () => (await import("../commands/completion.js")).completionCommand),
  parameters: { positional: words("bash|zsh|fish") },
  docs: commandDocs.completion,
});
