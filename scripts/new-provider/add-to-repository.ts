import { readFileSync } from "node:fs";
import path from "node:path";
import { findDrift } from "../generate/find-drift.js";
import { findSpecs } from "../generate/find-specs.js";
import { formatText } from "../generate/format-text.js";
import { loadSpec } from "../generate/load-spec.js";
import type { LoadedSpec } from "../generate/load-spec.js";
import { planFiles } from "../generate/plan.js";
import { readSurroundings } from "../generate/surroundings.js";
import { changesetFor } from "../spec-changes/render-changeset.js";
import { moveIntoPlace } from "./move-into-place.js";
import { NewProviderRefusedError } from "./refused.js";
import { refusalOf } from "./stage-spec.js";
import type { StagedSpec } from "./stage-spec.js";

export interface AddedProvider {
  id: string;
  /** Paths from the repository's root. */
  files: readonly string[];
}

/**
 * Writes the spec, the package, the lists and a changeset, then installs. When anything fails, the tree is what it was.
 */
export async function addToRepository(
  root: string,
  stage: string,
  { spec, files }: StagedSpec,
  given: string,
  install: (root: string) => Promise<number>,
): Promise<AddedProvider> {
  const wanted = await planAddition(root, spec, given);
  const { prettier } = readSurroundings(root);
  for (const name of files) {
    const file = `specs/${spec.id}/${name}`;
    const text = readFileSync(path.join(stage, file), "utf8");
    wanted.set(file, await formatText(file, text, prettier));
  }
  const change = { id: spec.id, name: `@docjobs/${spec.id}`, title: spec.document.info.title };
  wanted.set(
    `.changeset/new-${spec.id}.md`,
    changesetFor({ ...change, change: "new", bump: "minor", findings: [] }),
  );
  // The install rewrites it, so it goes back with the rest.
  const lockfile = "pnpm-lock.yaml";
  wanted.set(lockfile, readFileSync(path.join(root, lockfile), "utf8"));
  const placement = moveIntoPlace(root, wanted);
  try {
    const code = await install(root);
    if (code !== 0) {
      throw new NewProviderRefusedError(
        `the install failed with exit code ${code}, and everything was taken back; see the lines above`,
      );
    }
  } catch (error) {
    placement.undo();
    throw error;
  }
  placement.keep();
  return { id: spec.id, files: [...wanted.keys()].filter((file) => file !== lockfile) };
}

/** The generator's files for the new provider, and the lists that name it. */
async function planAddition(root: string, spec: LoadedSpec, given: string): Promise<Map<string, string>> {
  try {
    const others = await Promise.all(findSpecs(root).map((id) => loadSpec(root, id)));
    const all = [...others, spec].sort((one, other) => (one.id < other.id ? -1 : 1));
    const plan = await planFiles(all, readSurroundings(root));
    const before = await planFiles(others, readSurroundings(root));
    const drift = findDrift(root, before);
    if (drift.length > 0) {
      const names = drift
        .map(({ file }) => file)
        .slice(0, 3)
        .join(", ");
      throw new NewProviderRefusedError(
        `generated files are not what the specs say (${names}); run \`pnpm generate\` first`,
      );
    }
    return new Map([...plan].filter(([file, text]) => before.get(file) !== text));
  } catch (error) {
    throw refusalOf(error, (file) => (file === spec.file ? given : file));
  }
}
