import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { vendorJobsCore } from "./find-jobs-core.js";
import type { JobsCore } from "./find-jobs-core.js";
import { NewProviderRefusedError } from "./refused.js";

/** Throws NewProviderRefusedError unless the folder is missing or empty, and outside the repository's packages. */
export function checkTarget(root: string, target: string, given: string): void {
  if (["specs", "packages"].some((folder) => target.startsWith(path.join(root, folder) + path.sep))) {
    throw new NewProviderRefusedError(
      `--out ${given} lies in the repository's own folders; leave --out away, or give one outside`,
    );
  }
  if (!existsSync(target)) return;
  if (!statSync(target).isDirectory()) {
    throw new NewProviderRefusedError(`--out ${given} is a file; give a folder that does not exist yet`);
  }
  if (readdirSync(target).length > 0) {
    throw new NewProviderRefusedError(
      `--out ${given} is not empty; give a folder that is empty or does not exist yet`,
    );
  }
}

/** Writes the package beside its place and moves it there at once. */
export function writeStandalone(
  target: string,
  files: ReadonlyMap<string, string>,
  specFolder: string,
  specFiles: readonly string[],
  jobsCore: JobsCore,
): void {
  const parent = path.dirname(target);
  mkdirSync(parent, { recursive: true });
  const stage = mkdtempSync(path.join(parent, ".new-provider-"));
  try {
    for (const [file, text] of files) {
      mkdirSync(path.dirname(path.join(stage, file)), { recursive: true });
      writeFileSync(path.join(stage, file), text);
    }
    for (const file of specFiles) cpSync(path.join(specFolder, file), path.join(stage, file));
    vendorJobsCore(stage, jobsCore);
    // A temporary folder is its maker's alone; a package is not.
    chmodSync(stage, 0o755);
    if (existsSync(target)) rmdirSync(target);
    renameSync(stage, target);
  } catch (error) {
    rmSync(stage, { recursive: true, force: true });
    throw error;
  }
}
