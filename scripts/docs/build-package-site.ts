import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Application, normalizePath, type TypeDocOptions } from "typedoc";
import type { Library } from "./list-libraries.js";

/** One site of all libraries: each is read with its own compiler options, then all are joined. */
export async function buildPackageSite(libraries: readonly Library[], output: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "docjobs-docs-"));
  try {
    const models: string[] = [];
    for (const [index, library] of libraries.entries()) {
      const path = join(folder, `${index}.json`);
      writeFileSync(path, await readLibrary(library));
      models.push(path);
    }
    await writeSite(models, output);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function readLibrary({ name, folder, entries }: Library): Promise<string> {
  const app = await start({
    name,
    entryPoints: entries,
    tsconfig: join(folder, "tsconfig.json"),
    readme: join(folder, "README.md"),
    basePath: join(folder, "src"),
    displayBasePath: join(folder, "src"),
    // Types are `pnpm check`'s business.
    skipErrorChecking: true,
    excludeInternal: true,
    excludePrivate: true,
    disableSources: true,
    validation: false,
  });
  const project = await app.convert();
  if (!project) throw new Error(`TypeDoc cannot read ${name}`);
  return JSON.stringify(app.serializer.projectToObject(project, normalizePath(folder)));
}

async function writeSite(models: string[], output: string): Promise<void> {
  const app = await start({
    name: "docjobs packages",
    entryPointStrategy: "merge",
    entryPoints: models,
    readme: "none",
    hideGenerator: true,
    validation: false,
  });
  const project = await app.convert();
  if (!project) throw new Error("TypeDoc cannot join the packages");
  await app.generateDocs(project, output);
}

function start(options: TypeDocOptions): Promise<Application> {
  return Application.bootstrap({ ...options, logLevel: "Error" });
}
