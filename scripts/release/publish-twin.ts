import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runChild } from "../run/run-child.js";
import { runPnpm } from "../run/run-pnpm.js";
import { commandLine, listManifests } from "./plan-release.js";
import { renderTwin } from "./publish-manifests.js";

/** Publishes the command line's tarball a second time as `docjobs`, unless that version is out; gives the exit code. */
export async function publishTwin(root: string): Promise<number> {
  const cli = listManifests(root).find(({ name }) => name === commandLine.name);
  if (!cli || isPublished(commandLine.twin, cli.version)) return 0;
  const stage = mkdtempSync(path.join(tmpdir(), "docjobs-twin-"));
  try {
    const folder = await unpackTwin(path.join(root, cli.folder), stage);
    return await runChild("npm", ["publish", folder, "--provenance", "--access", "public"], {
      cwd: stage,
      stdio: ["ignore", 2, 2],
    });
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** Packs a built package, unpacks it and gives it the second name; resolves to its folder. */
export async function unpackTwin(packageFolder: string, stage: string): Promise<string> {
  const code = await runPnpm(["pack", "--pack-destination", stage], packageFolder);
  const tarball = readdirSync(stage).find((name) => name.endsWith(".tgz"));
  if (code !== 0 || tarball === undefined)
    throw new Error(`packing ${packageFolder} failed with exit code ${code}`);
  execFileSync("tar", ["-xzf", path.join(stage, tarball), "-C", stage]);
  const manifest = path.join(stage, "package/package.json");
  writeFileSync(manifest, renderTwin(readFileSync(manifest, "utf8")));
  return path.join(stage, "package");
}

function isPublished(name: string, version: string): boolean {
  try {
    const found = execFileSync("npm", ["view", `${name}@${version}`, "version"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return found.trim() === version;
  } catch {
    // A name that was never published is an error, too; publishing says what is really wrong.
    return false;
  }
}
