import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { parseDocument } from "yaml";
import { runNewProvider } from "../../new-provider/run-new-provider.js";
import { workspaceRoot } from "../../run/workspace-root.js";

/** How the API keeps a repeated submit from making a second job, and whether it lists jobs. */
export type Variant = "header" | "client-id" | "none" | "none-unlisted";

let installed: Promise<string> | undefined;
const variants = new Map<Variant, Promise<string>>();

/** A folder as a user has one, with jobs-core in node_modules. Made once a run, removed with the process. */
export function installJobsCore(): Promise<string> {
  return (installed ??= install());
}

/** The module of a variant's client, made by `pnpm new-provider` once a run. */
export function installClient(variant: Variant): Promise<string> {
  const module = variants.get(variant) ?? installJobsCore().then((folder) => installVariant(folder, variant));
  variants.set(variant, module);
  return module;
}

async function install(): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "docjobs-faults-")));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const jobsCore = join(workspaceRoot, "packages/jobs-core");
  const modules = join(folder, "node_modules");
  const installedCore = join(modules, "@docjobs/jobs-core");
  mkdirSync(join(modules, "@docjobs"), { recursive: true });
  cpSync(join(jobsCore, "dist"), join(installedCore, "dist"), { recursive: true });
  cpSync(join(jobsCore, "package.json"), join(installedCore, "package.json"));
  const fetchPackage = join(workspaceRoot, "packages/castdoc/node_modules/openapi-fetch");
  symlinkSync(realpathSync(fetchPackage), join(modules, "openapi-fetch"));
  await bundle(join(import.meta.dirname, "measured-run.ts"), join(folder, "measured-run.mjs"));
  return folder;
}

async function installVariant(folder: string, variant: Variant): Promise<string> {
  const spec = join(folder, `${variant}.yaml`);
  const text = readFileSync(join(import.meta.dirname, "../api/openapi.yaml"), "utf8");
  writeFileSync(spec, vary(text, variant));
  const problems: string[] = [];
  const made = join(folder, variant);
  const code = await runNewProvider(
    workspaceRoot,
    folder,
    [spec, "--id", "letterpress", "--out", made, "--jobs-core", join(workspaceRoot, "packages/jobs-core")],
    { out: () => {}, error: (line) => void problems.push(line) },
    { install: () => Promise.resolve(0), packJobsCore: () => Promise.resolve(0) },
  );
  if (code !== 0) throw new Error(`the ${variant} client cannot be made: ${problems.join(" ")}`);
  const module = join(folder, `${variant}.mjs`);
  await bundle(join(made, "src/index.gen.ts"), module);
  return module;
}

async function bundle(from: string, to: string): Promise<void> {
  const target = "node20";
  await build({
    entryPoints: [from],
    outfile: to,
    bundle: true,
    packages: "external",
    format: "esm",
    target,
  });
}

function vary(text: string, variant: Variant): string {
  if (variant === "header") return text;
  const document = parseDocument(text);
  const submit = ["x-job", "kinds", "print", "submit"];
  document.deleteIn(["paths", "/jobs", "post", "parameters"]);
  const idempotency = variant === "client-id" ? document.createNode({ field: "reference" }) : "none";
  document.setIn([...submit, "idempotency"], idempotency);
  if (variant === "none-unlisted") document.deleteIn(["x-job", "list"]);
  return document.toString();
}
