import { cpSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { NewProviderRefusedError } from "./refused.js";

/** Where a stand-alone package gets jobs-core from. */
export interface JobsCore {
  /** For package.json. */
  range: string;
  /** A tarball that goes into the package's folder, to the place that the range names. */
  tarball?: string;
}

/** Packs jobs-core into a folder; resolves to the exit code. */
export type PackJobsCore = (folder: string) => Promise<number>;

const vendored = "vendor/docjobs-jobs-core.tgz";

/**
 * A given tarball travels with the package, a given folder is linked. Without either the published version is named;
 * while there is none, the repository's own is packed.
 */
export async function findJobsCore(
  root: string,
  given: string | undefined,
  cwd: string,
  stage: string,
  pack: PackJobsCore,
): Promise<JobsCore> {
  if (given !== undefined) return fromPath(path.resolve(cwd, given), given);
  const manifest = readFileSync(path.join(root, "packages/jobs-core/package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  if (version !== "0.0.0") return { range: `^${version}` };
  const code = await pack(stage);
  const tarball = readdirSync(stage).find((name) => name.endsWith(".tgz"));
  if (code !== 0 || tarball === undefined) {
    throw new NewProviderRefusedError(
      "@docjobs/jobs-core is not published yet, and packing it failed; see the lines above, or give a tarball with --jobs-core",
    );
  }
  return { range: `file:${vendored}`, tarball: path.join(stage, tarball) };
}

/** Puts the tarball where the range names it. */
export function vendorJobsCore(folder: string, { tarball }: JobsCore): void {
  if (tarball !== undefined) cpSync(tarball, path.join(folder, vendored));
}

function fromPath(file: string, given: string): JobsCore {
  if (!existsSync(file)) {
    throw new NewProviderRefusedError(
      `--jobs-core ${given} does not exist; give a tarball or a folder of @docjobs/jobs-core`,
    );
  }
  if (!statSync(file).isDirectory()) return { range: `file:${vendored}`, tarball: file };
  const manifest = path.join(file, "package.json");
  const name = existsSync(manifest)
    ? (JSON.parse(readFileSync(manifest, "utf8")) as { name?: string }).name
    : undefined;
  if (name === "@docjobs/jobs-core") return { range: `file:${file}` };
  throw new NewProviderRefusedError(
    `--jobs-core ${given} is not @docjobs/jobs-core; give its tarball or folder`,
  );
}
