import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bundle, createConfig } from "@redocly/openapi-core";
import { stringify } from "yaml";
import { formatProblem, SpecRefusedError } from "../generate/spec-problem.js";
import type { SpecProblem } from "../generate/spec-problem.js";
import { loadSpec } from "../generate/load-spec.js";
import type { LoadedSpec } from "../generate/load-spec.js";
import type { SpecSource } from "./read-source.js";
import { NewProviderRefusedError } from "./refused.js";

/** A spec that lies in a folder of its own, as it will lie in the repository. */
export interface StagedSpec {
  spec: LoadedSpec;
  /** Paths below specs/<id>/, forward slashes. */
  files: readonly string[];
}

/**
 * Puts the spec and its files under `<stage>/specs/<id>/` and has the generator read it. Files outside the spec's
 * folder have no place there: such a spec is put together into one file. Throws NewProviderRefusedError with every
 * problem, by file and line.
 */
export async function stageSpec(
  stage: string,
  id: string,
  source: SpecSource,
  given: string,
): Promise<StagedSpec> {
  const folder = path.join(stage, "specs", id);
  mkdirSync(folder, { recursive: true });
  const files = ["openapi.yaml"];
  try {
    if (source.isSelfContained) {
      writeFileSync(path.join(folder, "openapi.yaml"), source.text);
      for (const reference of source.references) {
        const name = path.relative(path.dirname(source.file), reference);
        cpSync(reference, path.join(folder, name), { dereference: true });
        files.push(name.split(path.sep).join("/"));
      }
    } else writeFileSync(path.join(folder, "openapi.yaml"), await bundleText(source.file));
    return { spec: await loadSpec(stage, id), files };
  } catch (error) {
    throw refusalOf(error, (file) => {
      if (!source.isSelfContained) return `${given} (put together)`;
      return file === `specs/${id}/openapi.yaml`
        ? given
        : path.join(path.dirname(given), path.relative(`specs/${id}`, file));
    });
  }
}

/** Says the generator's refusal of a staged spec with the names that the user knows. */
export function refusalOf(error: unknown, nameOf: (file: string) => string): unknown {
  if (!(error instanceof SpecRefusedError)) return error;
  const lines = error.problems.map((problem: SpecProblem) =>
    formatProblem({ ...problem, file: nameOf(problem.file) }),
  );
  return new NewProviderRefusedError(lines.join("\n"), { cause: error });
}

async function bundleText(file: string): Promise<string> {
  const { bundle: bundled, problems } = await bundle({ ref: file, config: await createConfig({}) });
  const broken = problems.find(({ severity }) => severity === "error");
  if (broken) throw new NewProviderRefusedError(`${file} cannot be put together: ${broken.message}`);
  return stringify(bundled.parsed, { aliasDuplicateObjects: false });
}
