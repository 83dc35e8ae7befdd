import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import getReleasePlan from "@changesets/get-release-plan";
import { bumpBetween } from "../spec-changes/changesets.js";
import type { Bump } from "../spec-changes/finding.js";

/** A package that goes out. */
export interface PlannedRelease {
  name: string;
  bump: Bump;
  before: string;
  after: string;
  why: string;
}

export interface WorkspaceManifest {
  /** Path from the repository's root. */
  folder: string;
  name: string;
  version: string;
  private?: boolean;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** The package that carries others inside itself, and the second name under which it is published. */
export const commandLine: { name: string; twin: string } = { name: "@docjobs/cli", twin: "docjobs" };

/** What the changesets on disk would release, in alphabetical order. */
export async function planRelease(root: string): Promise<PlannedRelease[]> {
  const { releases } = await getReleasePlan(root);
  const planned = releases
    .filter(({ type, oldVersion, newVersion }) => type !== "none" && oldVersion !== newVersion)
    .map(({ name, oldVersion, newVersion, changesets }): PlannedRelease => ({
      name,
      bump: bumpBetween(oldVersion, newVersion) ?? "patch",
      before: oldVersion,
      after: newVersion,
      why: changesets.length > 0 ? changesets.join(", ") : "needs a package that goes out",
    }));
  const carrier = planCarrier(root, planned);
  return [...planned, ...(carrier ? [carrier] : [])].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The packages under packages/ that are published. */
export function listManifests(root: string): WorkspaceManifest[] {
  return readdirSync(path.join(root, "packages"))
    .map((folder) => `packages/${folder}`)
    .filter((folder) => existsSync(path.join(root, folder, "package.json")))
    .map((folder) => ({
      ...(JSON.parse(readFileSync(path.join(root, folder, "package.json"), "utf8")) as WorkspaceManifest),
      folder,
    }))
    .filter((manifest) => manifest.private !== true);
}

/**
 * The command line is one file with the clients and jobs-core in it: what goes out of these reaches its users by a
 * patch of its own. Changesets do not know that, as for them a development dependency reaches nobody.
 */
function planCarrier(root: string, planned: readonly PlannedRelease[]): PlannedRelease | undefined {
  const carrier = listManifests(root).find(({ name }) => name === commandLine.name);
  if (!carrier || planned.some(({ name }) => name === carrier.name)) return undefined;
  const inside = Object.keys(carrier.devDependencies ?? {}).filter(
    (name) => !carrier.peerDependencies?.[name],
  );
  const carried = planned
    .filter(({ name }) => inside.includes(name))
    .map(({ name, after }) => `${name} ${after}`);
  if (carried.length === 0) return undefined;
  const [major = 0, minor = 0, patch = 0] = carrier.version
    .split(".")
    .map((part) => Number.parseInt(part, 10));
  return {
    name: carrier.name,
    bump: "patch",
    before: carrier.version,
    after: `${major}.${minor}.${patch + 1}`,
    why: `carries ${carried.join(", ")}`,
  };
}
