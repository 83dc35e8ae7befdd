import { commandDocs } from "./help/command-docs.js";

/**
 * Small mercies before the command line is parsed: `--json` may stand without a value, `help <command>` is that command's
 * `--help`, as is a command alone that only holds others, and `api <provider> <operation> --help` describes the operation.
 */
export function normaliseArguments(argv: readonly string[]): string[] {
  const end = argv.indexOf("--");
  const flags = argv
    .slice(0, end < 0 ? argv.length : end)
    .map((word) => (/^--json=?$/u.test(word) ? "--json=*" : word));
  const rest = end < 0 ? [] : argv.slice(end);
  return [...rewriteHelp(flags), ...rest];
}

/** True where the caller reads JSON, which also counts while the command line itself is wrong. */
export function isJsonWanted(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return argv.slice(0, end < 0 ? argv.length : end).some((word) => /^--json(?:=|$)/u.test(word));
}

function rewriteHelp(words: string[]): string[] {
  const [command, topic] = words;
  if (words.length === 1 && isGroup(command)) return [...words, "--help"];
  if (words.length === 0 || (words.length === 1 && isHelp(command))) return ["help"];
  if (command === "help" && topic !== undefined && topic !== "help" && Object.hasOwn(commandDocs, topic)) {
    return [topic, ...(isGroup(topic) ? words.slice(2) : []), "--help"];
  }
  const isOperation = command === "api" && words.filter((word) => !word.startsWith("-")).length >= 3;
  return isOperation ? words.map((word) => (isHelp(word) ? "--describe" : word)) : words;
}

/** A command that only holds others. */
export function isGroup(command: string | undefined): boolean {
  return command === "auth" || command === "batch" || command === "webhooks";
}

function isHelp(word: string | undefined): boolean {
  return word === "--help" || word === "-h";
}
