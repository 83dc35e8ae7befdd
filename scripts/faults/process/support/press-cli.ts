import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { workspaceRoot } from "../../../run/workspace-root.js";
import type { FaultContext } from "../../fault-row.js";
import { writeSmallPdf } from "./small-pdf.js";
import { KEY, openPress, type Press } from "../../network/press.js";
import { installClient, installJobsCore, type Variant } from "../../support/install-clients.js";
import { type RunningCli, startCli, type StartOptions } from "./start-cli.js";

const built = new Map<Variant, Promise<string>>();

/** The command line with the invented API for its only provider: what it does where an API has keys, cancel and URLs. */
export function pressCliPath(variant: Variant = "header"): Promise<string> {
  const path = built.get(variant) ?? buildCli(variant);
  built.set(variant, path);
  return path;
}

/** The invented API, and that command line pointed at it. */
export interface PressCli extends Press {
  /** The current directory, with `report.pdf` in it. */
  readonly work: string;
  readonly env: Record<string, string>;
  start(words: readonly string[], options?: StartOptions): RunningCli;
  /** `docjobs run letterpress report.pdf --to docx`, and more words. */
  convert(more?: readonly string[], options?: StartOptions): RunningCli;
}

export async function openPressCli(context: FaultContext, variant: Variant = "header"): Promise<PressCli> {
  const program = await pressCliPath(variant);
  const press = await openPress(context);
  const work = join(context.folder, "work");
  mkdirSync(work, { recursive: true });
  writeSmallPdf(join(work, "report.pdf"));
  const env = { DOCJOBS_LETTERPRESS_BASE_URL: press.api.url, DOCJOBS_LETTERPRESS_API_KEY: KEY };
  const start: PressCli["start"] = (words, options = {}) =>
    startCli(context, words, { program, ...options, env: { ...env, ...options.env } });
  return Object.defineProperties(press as PressCli, {
    work: { value: work },
    env: { value: env },
    start: { value: start },
    convert: {
      value: (more: readonly string[] = [], options?: StartOptions) =>
        start(["run", "letterpress", "report.pdf", "--to", "docx", ...more], options),
    },
  });
}

async function buildCli(variant: Variant): Promise<string> {
  const [module, folder] = await Promise.all([installClient(variant), installJobsCore()]);
  const outfile = join(folder, `docjobs-${variant}.cjs`);
  linkBatch(folder);
  await build({
    entryPoints: [join(workspaceRoot, "packages/cli/src/docjobs.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["@docjobs/local-server", "@docjobs/batch"],
    define: { "process.env.DOCJOBS_VERSION": '"0.0.0"' },
    logLevel: "error",
    plugins: [registryOf(module)],
  });
  return outfile;
}

/** The one package that the command line needs beside it. */
function linkBatch(folder: string): void {
  const path = join(folder, "node_modules/@docjobs/batch");
  if (!existsSync(path)) symlinkSync(join(workspaceRoot, "packages/batch"), path);
}

/** Puts the invented API in the place of the registry; everything else is the command line as it is built. */
function registryOf(module: string): Plugin {
  const resolveDir = join(workspaceRoot, "packages/cli");
  return {
    name: "registry",
    setup({ onLoad, onResolve, resolve }) {
      onResolve({ filter: /providers\.gen\.js$/ }, () => ({ path: "registry", namespace: "registry" }));
      onLoad({ filter: /.*/, namespace: "registry" }, () => ({ contents: registryText(module), resolveDir }));
      // One jobs-core for the client and the command line.
      onResolve({ filter: /^@docjobs\/jobs-core/ }, ({ path, kind, pluginData }) =>
        pluginData === "again" ? undefined : resolve(path, { kind, resolveDir, pluginData: "again" }),
      );
    },
  };
}

function registryText(module: string): string {
  const field = (name: string): object => ({ name, type: "string", required: true, description: "" });
  const operation = { summary: "", keyless: false, parameters: [] };
  const fields = [field("file"), field("format")];
  const operations = [
    { ...operation, id: "uploadFile", method: "POST", path: "/files" },
    {
      ...operation,
      id: "createJob",
      method: "POST",
      path: "/jobs",
      body: { required: true, contentTypes: ["application/json"], fields },
    },
    { ...operation, id: "listJobs", method: "GET", path: "/jobs" },
  ];
  const about = { id: "letterpress", title: "Letterpress", summary: "", operations };
  return `import { letterpressApi as api } from ${JSON.stringify(module)};
export const providers = [{ ...${JSON.stringify(about)}, api }];
`;
}
