import { suggest } from "../closest.js";
import type { CliContext } from "../context.js";
import { usageError } from "../errors/usage-error.js";
import { commandDocs } from "../help/command-docs.js";
import { rootHelp } from "../help/root-help.js";
import { topics } from "../help/topics.js";
import { writeStdout } from "../output/stdout.js";

/** `docjobs help [topic]`. Help on a command is that command's `--help`. */
export async function helpCommand(
  _context: CliContext,
  _flags: Record<never, never>,
  name?: string,
): Promise<void> {
  if (name === undefined) {
    const briefs = Object.fromEntries(Object.entries(topics).map(([key, topic]) => [key, topic.brief]));
    return writeStdout(rootHelp(briefs));
  }
  const topic = Object.hasOwn(topics, name) ? topics[name] : undefined;
  if (topic) return writeStdout(topic.text());
  throw usageError(
    `There is no help on "${name}".`,
    suggest(name, [...Object.keys(topics), ...Object.keys(commandDocs)]),
  );
}
