/**
 * `pnpm check:packages [--update]`: packs every public package and looks at the tarballs as a user would: contents,
 * entries, exports, types, sizes, and programs that run with what is installed. --update accepts changed exports.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkCliAlone, checkCliWithServer } from "./check-packages/check-cli.js";
import { checkContents } from "./check-packages/check-contents.js";
import { checkEntries } from "./check-packages/check-entries.js";
import { checkExports } from "./check-packages/check-exports.js";
import { checkLibraries } from "./check-packages/check-libraries.js";
import { checkSizes } from "./check-packages/check-sizes.js";
import { planLibraryProject } from "./check-packages/library-project.js";
import { listPublicPackages } from "./check-packages/public-packages.js";
import { packTarball, type Tarball } from "./check-packages/tarball.js";
import { createProject } from "./check-packages/temporary-project.js";
import { findSpecs } from "./generate/find-specs.js";
import { runTurbo } from "./run/run-turbo.js";
import { workspaceRoot } from "./run/workspace-root.js";

const update = process.argv.includes("--update");
const sample = join(workspaceRoot, "packages/local-server/samples/report.pdf");
const clients = findSpecs(workspaceRoot);
const folder = mkdtempSync(join(tmpdir(), "docjobs-packages-"));
let failures = 0;

if ((await runTurbo(["run", "build", "build:types", "--output-logs=errors-only"])) !== 0) process.exit(1);
try {
  await checkAll();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(failures === 0 ? "\nall packages are fit to publish" : `\n${failures} problems`);
process.exitCode = failures === 0 ? 0 : 1;

async function checkAll(): Promise<void> {
  const tarballs: Tarball[] = [];
  for (const each of listPublicPackages(workspaceRoot)) tarballs.push(await packTarball(each, folder));
  // The command brings the batches with it.
  const command = ["cli", "batch", "work-queue", "jobs-core"];
  const cli = pick(tarballs, command);
  const libraries = pick(tarballs, ["jobs-core", ...clients]);
  for (const tarball of tarballs) {
    report(`${tarball.manifest.name}: contents`, checkContents(tarball));
    report(`${tarball.manifest.name}: entries and types`, await checkEntries(tarball));
  }

  const library = join(folder, "libraries");
  await createProject({
    folder: library,
    tarballs: libraries,
    dependencies: toolVersions(),
    files: planLibraryProject(libraries, clients),
  });
  report("installed libraries: import, require, call, type check", await checkLibraries(library));
  const sizes = await checkSizes(clients, library);
  for (const line of sizes.lines) console.log(`  ${line}`);
  report("sizes", sizes.problems);

  const alone = join(folder, "cli");
  await createProject({ folder: alone, tarballs: cli });
  report(
    "installed command",
    await checkCliAlone(alone, sample, pick(tarballs, ["cli"])[0]?.manifest.version ?? ""),
  );
  const local = join(folder, "cli-and-server");
  await createProject({
    folder: local,
    tarballs: pick(tarballs, [...command, "local-server", "object-store"]),
  });
  report("installed command with the local server", await checkCliWithServer(local, sample));

  for (const tarball of tarballs) {
    const project = libraries.includes(tarball) ? library : local;
    const installed = join(project, "node_modules", tarball.manifest.name);
    report(`${tarball.manifest.name}: exports`, checkExports(tarball, installed, update));
  }
}

function pick(tarballs: readonly Tarball[], ids: readonly string[]): Tarball[] {
  return tarballs.filter(({ id }) => ids.includes(id));
}

/** The compiler and Node's types as this workspace has them. */
function toolVersions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const version = (name: string): string => (require(`${name}/package.json`) as { version: string }).version;
  return { typescript: version("typescript"), "@types/node": version("@types/node") };
}

function report(what: string, problems: readonly string[]): void {
  failures += problems.length;
  console.log(`${problems.length === 0 ? "ok  " : "FAIL"} ${what}`);
  for (const problem of problems) console.log(`     ${problem}`);
}
