import type { Terminal } from "../generate/run-generate.js";
import { writeCarrierChangeset } from "./apply-versions.js";
import { commandLine, planRelease } from "./plan-release.js";
import type { PlannedRelease } from "./plan-release.js";
import { nameRepository, refusePublishing } from "./publish-manifests.js";
import type { Environment } from "./publish-manifests.js";

/** Commands that a release runs; each resolves to its exit code. */
export interface ReleaseTools {
  pnpm: (args: readonly string[]) => Promise<number>;
  publishTwin: (root: string) => Promise<number>;
}

const help = `Releases the packages, each with a version of its own.

  pnpm release --dry-run   show which packages would go out, at which version, and why; change nothing
  pnpm release --version   turn the changesets into versions and changelogs   (CI alone)
  pnpm release             build, check and publish what is not out yet       (CI alone)

Exit codes: 0 done, 1 a step failed, 2 usage or not in CI.`;

/** The whole command; gives its exit code. */
export async function runRelease(
  root: string,
  argv: readonly string[],
  env: Environment,
  terminal: Terminal,
  tools: ReleaseTools,
): Promise<number> {
  const unknown = argv.find((each) => !["--dry-run", "--version", "--help", "-h"].includes(each));
  if (unknown !== undefined || argv.length > 1) {
    terminal.error(`release takes one option, not "${argv.join(" ")}"; see \`pnpm release --help\``);
    return 2;
  }
  const [option] = argv;
  if (option === "--help" || option === "-h") {
    terminal.out(help);
    return 0;
  }
  if (option === "--dry-run") return await show(root, terminal);
  const refusal = refusePublishing(env);
  if (refusal !== undefined) {
    terminal.error(refusal);
    return 2;
  }
  return option === "--version" ? await applyVersions(root, tools) : await publish(root, env, tools);
}

async function show(root: string, terminal: Terminal): Promise<number> {
  let releases: PlannedRelease[];
  try {
    releases = await planRelease(root);
  } catch (error) {
    terminal.error(
      `the changesets make no release: ${error instanceof Error ? error.message : String(error)}`,
    );
    return 1;
  }
  if (releases.length === 0) {
    terminal.out("No package goes out: there is no changeset. `pnpm changeset` writes one.");
    return 0;
  }
  const width = Math.max(...releases.map(({ name }) => name.length));
  for (const { name, bump, before, after, why } of releases) {
    terminal.out(`${name.padEnd(width)}  ${before} -> ${after}  ${bump.padEnd(5)}  ${why}`);
    if (name !== commandLine.name) continue;
    terminal.out(`${commandLine.twin.padEnd(width)}  ${before} -> ${after}  ${bump.padEnd(5)}  is ${name}`);
  }
  return 0;
}

/** Versions, changelogs and what is generated from them, and the lockfile. */
async function applyVersions(root: string, { pnpm }: ReleaseTools): Promise<number> {
  await writeCarrierChangeset(root);
  return await inTurn([
    () => pnpm(["exec", "changeset", "version"]),
    () => pnpm(["install", "--no-frozen-lockfile"]),
    () => pnpm(["generate"]),
    () => pnpm(["format"]),
  ]);
}

async function publish(root: string, env: Environment, tools: ReleaseTools): Promise<number> {
  return await inTurn([
    () => tools.pnpm(["build"]),
    () => tools.pnpm(["check"]),
    () => {
      // After the checks, which hold the manifests against the specs.
      nameRepository(root, env);
      return tools.pnpm(["exec", "changeset", "publish"]);
    },
    () => tools.publishTwin(root),
  ]);
}

async function inTurn(steps: readonly (() => Promise<number>)[]): Promise<number> {
  for (const step of steps) {
    const code = await step();
    if (code !== 0) return 1;
  }
  return 0;
}
