export type GenerateCommand = { do: "write" | "check" } | { do: "help" } | { do: "refuse"; message: string };

/** What the command line asks for. */
export function parseArguments(argv: readonly string[]): GenerateCommand {
  const unknown = argv.find((argument) => !["--check", "--help", "-h"].includes(argument));
  if (unknown !== undefined) {
    return { do: "refuse", message: `generate does not know "${unknown}"; see \`pnpm generate --help\`` };
  }
  if (argv.includes("--help") || argv.includes("-h")) return { do: "help" };
  return { do: argv.includes("--check") ? "check" : "write" };
}
