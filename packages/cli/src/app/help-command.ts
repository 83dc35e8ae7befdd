import { buildCommand, type Command } from "@stricli/core";
import type { CliContext } from "../context.js";
import { commandDocs } from "../help/command-docs.js";
import { lazily } from "./lazily.js";

export const helpTopic: Command<CliContext> = buildCommand<Record<never, never>, [string?], CliContext>({
  loader: lazily(async () => (await import("../commands/help.js")).helpCommand),
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [{ parse: String, optional: true, placeholder: "topic", brief: "A command or a topic" }],
    },
  },
  docs: commandDocs.help,
});
