import { proposeCompletions } from "@stricli/core";
import type { CliContext } from "../context.js";
import { topics } from "../help/topics.js";
import { providers } from "../providers.gen.js";

/** One word that fits, and what it is for. */
export interface Candidate {
  word: string;
  brief: string;
}

/**
 * What the last word can become: a command, a flag, a provider, a kind, a topic. Nothing where a file belongs: the shell knows
 * those.
 */
export async function completeWords(context: CliContext, words: readonly string[]): Promise<Candidate[]> {
  const partial = words.at(-1) ?? "";
  // Loaded only here: the application holds this command.
  const { app } = await import("../app.js");
  const proposed = await proposeCompletions(app, [...words], {
    process: context.process,
    forCommand: () => context,
  });
  const found = [
    // Flags only where one is begun: else they would stand in the way of files.
    ...proposed
      .filter(({ kind }) => kind !== "argument:flag" || partial.startsWith("-"))
      .map(({ completion, brief }) => ({ word: completion, brief })),
    ...(partial.startsWith("-") ? [] : places(words)),
  ].filter(({ word }) => word.startsWith(partial));
  return [...new Map(found.map((each) => [each.word, each])).values()];
}

/** Words for the place after a command. */
function places(words: readonly string[]): Candidate[] {
  const [command = "", ...rest] = words.filter(
    (word, index) => index === words.length - 1 || !word.startsWith("-"),
  );
  const isGrouped = ["auth", "batch", "webhooks"].includes(command);
  const name = isGrouped ? `${command} ${rest.shift() ?? ""}` : command;
  if (rest.length !== 1) {
    const provider = providers.find(({ id }) => id === rest[0]);
    return command === "api" && rest.length === 2
      ? (provider?.operations ?? []).map(({ id, summary }) => ({ word: id, brief: summary }))
      : [];
  }
  if (name === "help") return Object.entries(topics).map(([word, { brief }]) => ({ word, brief }));
  if (name === "completion") return SHELLS.map((word) => ({ word, brief: `Completion for ${word}` }));
  const all = providers.map(({ id, summary }) => ({ word: id, brief: summary }));
  if (BY_PROVIDER.has(name)) return all;
  if (!BY_KIND.has(name)) return [];
  return [
    ...all,
    ...providers.flatMap(({ id, api }) =>
      Object.entries(api.kinds).length < 2
        ? []
        : Object.entries(api.kinds).map(([kind, { title }]) => ({ word: `${id}:${kind}`, brief: title })),
    ),
  ];
}

export const SHELLS = ["bash", "zsh", "fish"] as const;

const BY_KIND: ReadonlySet<string> = new Set(["run", "submit", "engines", "batch run"]);

const BY_PROVIDER: ReadonlySet<string> = new Set([
  "api",
  "auth login",
  "auth logout",
  "auth status",
  "cancel",
  "delete",
  "download",
  "get",
  "list",
  "wait",
  "watch",
  "webhooks listen",
  "webhooks verify",
]);
