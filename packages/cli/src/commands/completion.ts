import { suggest } from "../closest.js";
import { completeWords, SHELLS } from "../completion/complete-words.js";
import { completionScripts } from "../completion/completion-scripts.js";
import type { CliContext } from "../context.js";
import { usageError } from "../errors/usage-error.js";
import { writeStdout } from "../output/stdout.js";
import { printable } from "../terminal/printable.js";

/** `docjobs completion <shell>` prints what a shell reads; `completion words -- …` is what the shell then asks. */
export async function completionCommand(
  context: CliContext,
  _flags: Record<never, never>,
  ...words: readonly string[]
): Promise<void> {
  const [name = "", ...rest] = words;
  if (name === "words") {
    const found = await completeWords(context, rest);
    return writeStdout(found.map(({ word, brief }) => `${printable(word)}\t${printable(brief)}\n`).join(""));
  }
  const shell = SHELLS.find((each) => each === name);
  if (shell !== undefined && rest.length === 0) return writeStdout(completionScripts[shell]);
  throw usageError(
    name === "" ? "docjobs completion needs a shell." : `There is no completion for "${words.join(" ")}".`,
    suggest(name, SHELLS),
  );
}
