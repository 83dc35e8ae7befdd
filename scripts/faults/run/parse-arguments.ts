import { parseArgs } from "node:util";

export interface FaultOptions {
  /** Ids, or beginnings of ids or names; empty: every row. */
  only: readonly string[];
  /** Where the report goes. */
  json: string;
  concurrency: number;
}

export type FaultCommand =
  ({ do: "run" } & FaultOptions) | { do: "help" } | { do: "refuse"; message: string };

export const help = `Provokes the faults of the matrix and checks what is promised for each.

  pnpm faults                   every row
  pnpm faults N02 P dl-         rows by id, or by the beginning of an id or a name
      --json PATH               where the report goes (faults.json)
      --concurrency N           rows at a time (4)

Prints one line a row, and at last how many survived. A row that fell is tried once more, alone, and prints a second line.
What this machine cannot provoke counts as not survived, but is no failure.
Exit codes: 0 none fell, 1 one fell or has no test, 2 usage.`;

/** What the command line asks for. */
export function parseArguments(argv: readonly string[]): FaultCommand {
  try {
    const { values, positionals } = parseArgs({
      args: argv.filter((word) => word !== "--"),
      allowPositionals: true,
      options: {
        json: { type: "string", default: "faults.json" },
        concurrency: { type: "string", default: "4" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) return { do: "help" };
    if (!/^[1-9]\d?$/.test(values.concurrency)) return refuse("--concurrency takes a number from 1 to 99");
    return { do: "run", only: positionals, json: values.json, concurrency: Number(values.concurrency) };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function refuse(message: string): FaultCommand {
  return { do: "refuse", message: `${message}; see \`pnpm faults --help\`` };
}
