import { parseArgs } from "node:util";

export interface SpecChangesOptions {
  /** Revision to compare with. */
  base?: string;
  write: boolean;
  check: boolean;
}

export type SpecChangesCommand =
  ({ do: "show" } & SpecChangesOptions) | { do: "help" } | { do: "refuse"; message: string };

/** What the command line asks for. */
export function parseArguments(argv: readonly string[]): SpecChangesCommand {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        base: { type: "string" },
        write: { type: "boolean", default: false },
        check: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    const { base, write, check, help } = values;
    if (help) return { do: "help" };
    if (write && check) return { do: "refuse", message: "give --write or --check, not both" };
    return { do: "show", write, check, ...(base === undefined ? {} : { base }) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { do: "refuse", message: `${message}; see \`pnpm spec-changes --help\`` };
  }
}
