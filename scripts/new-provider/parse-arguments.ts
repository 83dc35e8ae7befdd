import { parseArgs } from "node:util";

export interface NewProviderOptions {
  /** Path of the OpenAPI file, as the user gave it. */
  spec: string;
  id?: string;
  /** Folder of a stand-alone package; absent: the package goes into the repository. */
  out?: string;
  /** Name of the stand-alone package. */
  name?: string;
  /** Tarball or folder of jobs-core for the stand-alone package. */
  jobsCore?: string;
}

export type NewProviderCommand =
  ({ do: "make" } & NewProviderOptions) | { do: "help" } | { do: "refuse"; message: string };

/** What the command line asks for. */
export function parseArguments(argv: readonly string[]): NewProviderCommand {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        id: { type: "string" },
        out: { type: "string" },
        name: { type: "string" },
        "jobs-core": { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) return { do: "help" };
    const [spec, ...more] = positionals;
    if (spec === undefined) return refuse("give the path of an OpenAPI 3.1 file");
    if (more.length > 0) return refuse(`give one file, not also ${more.join(" ")}`);
    for (const option of ["name", "jobs-core"] as const) {
      if (values[option] !== undefined && values.out === undefined) {
        return refuse(`--${option} is for a stand-alone package: give --out DIR, too`);
      }
    }
    return {
      do: "make",
      spec,
      ...(values.id === undefined ? {} : { id: values.id }),
      ...(values.out === undefined ? {} : { out: values.out }),
      ...(values.name === undefined ? {} : { name: values.name }),
      ...(values["jobs-core"] === undefined ? {} : { jobsCore: values["jobs-core"] }),
    };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function refuse(message: string): NewProviderCommand {
  return { do: "refuse", message: `${message}; see \`pnpm new-provider --help\`` };
}
