import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadSpec } from "../../generate/load-spec.js";
import { planPackage } from "../../generate/plan-package.js";
import { buildProviderModel } from "../../generate/provider-model.js";
import type { ProviderModel } from "../../generate/provider-model.js";
import { SpecRefusedError } from "../../generate/spec-problem.js";
import { repository, surroundings } from "./plan-fixture.js";
import { mutateSpec, specMutations } from "./spec-mutations.js";
import type { SpecMutation } from "./spec-mutations.js";
import { typeCheck } from "./type-check.js";

/** DOCJOBS_FUZZ_RUNS=5000 looks deeper, DOCJOBS_FUZZ_SEED=1 elsewhere. */
const runs = Number(process.env["DOCJOBS_FUZZ_RUNS"] ?? 240);
const seed = Number(process.env["DOCJOBS_FUZZ_SEED"] ?? 20_260_101);
/** Of the mutants that were taken, as many are compiled. */
const sampleSize = Math.ceil(runs / 12);

const fixtures = path.join(import.meta.dirname, "fixtures");
/** The specs of the repository, and the invented ones. */
const originals = [
  repository,
  ...["base", "breadth", "hostile"].map((name) => path.join(fixtures, name)),
].flatMap((root) =>
  readdirSync(path.join(root, "specs"))
    .map((id) => ({ root, file: path.join(root, "specs", id, "openapi.yaml") }))
    .filter(({ file }) => existsSync(file)),
);

let root = "";
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), "docjobs-fuzz-"));
  for (const from of [repository, path.join(fixtures, "base")])
    cpSync(path.join(from, "specs/shared"), path.join(root, "specs/shared"), { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test(
  "a spec with anything in it changed is taken, or refused with file, line and mend; what is taken compiles",
  { timeout: 60_000 + runs * 1000 },
  async () => {
    const taken: string[] = [];
    const plan = new Map<string, string>();
    let count = 0;
    const mutant = async (original: number, mutations: SpecMutation[]): Promise<void> => {
      const id = `mutant-${(count += 1)}`;
      const folder = path.join(root, "specs", id);
      mkdirSync(folder, { recursive: true });
      const source = originals[original % originals.length]?.file ?? "";
      writeFileSync(path.join(folder, "openapi.yaml"), mutateSpec(readFileSync(source, "utf8"), mutations));
      const model = await attempt(id);
      if (!model) return;
      taken.push(id);
      if (taken.length > sampleSize) return;
      const files = await planPackage(model, "0.0.0", surroundings.prettier);
      for (const [file, text] of files) plan.set(file, text);
    };
    await fc.assert(fc.asyncProperty(fc.nat(), specMutations, mutant), { seed, numRuns: runs });
    // Else the mutations would be too wild to tell anything about what is generated.
    expect(taken.length).toBeGreaterThan(runs / 10);
    expect(typeCheck(plan, ...taken.slice(0, sampleSize))).toEqual([]);
  },
);

/** What is generated from; undefined for a spec that is refused as it has to be. */
async function attempt(id: string): Promise<ProviderModel | undefined> {
  try {
    return buildProviderModel(await loadSpec(root, id));
  } catch (error) {
    if (!(error instanceof SpecRefusedError)) throw error;
    expect(error.problems).not.toEqual([]);
    for (const { file, line, what, mend } of error.problems) {
      expect(file).toMatch(/^specs\/[a-z0-9/-]+\.yaml$/);
      expect(line).toBeGreaterThanOrEqual(1);
      expect([what, mend]).not.toContain("");
    }
    return undefined;
  }
}
