import path from "node:path";
import { bundle, createConfig, getLineColLocation, lint } from "@redocly/openapi-core";
import type { Config, NormalizedProblem } from "@redocly/openapi-core";
import { checkSchemas } from "./check-schemas.js";
import { checkXJob } from "./check-x-job.js";
import type { OpenApiDocument } from "./openapi-document.js";
import { SourcePositions } from "./source-positions.js";
import { SpecRefusedError } from "./spec-problem.js";
import type { SpecProblem } from "./spec-problem.js";
import type { XJob } from "./x-job.js";

/** A spec that is valid OpenAPI and whose `x-job` part has the right form; what it means is checked later. */
export interface LoadedSpec {
  /** The folder's name, which is the provider's id. */
  id: string;
  /** Path from the repository's root. */
  file: string;
  /** One document: references into other files have become references into its components. */
  document: OpenApiDocument;
  xJob: XJob;
  positions: SourcePositions;
}

/** What OpenAPI itself forbids; style is the business of specs/redocly.yaml. */
const rules = {
  struct: "error",
  "no-unresolved-refs": "error",
  "operation-operationId-unique": "error",
  "path-parameters-defined": "error",
  "no-identical-paths": "error",
  "path-not-include-query": "error",
  "path-declaration-must-exist": "error",
  "operation-parameters-unique": "error",
  "no-enum-type-mismatch": "error",
  "no-schema-type-mismatch": "error",
} as const;

/** Reads specs/<id>/openapi.yaml. Throws SpecRefusedError with every problem of the first step that finds any. */
export async function loadSpec(root: string, id: string): Promise<LoadedSpec> {
  const file = `specs/${id}/openapi.yaml`;
  const positions = new SourcePositions(root, file);
  refuseIfAny(
    positions.errors.map(({ message, line }) => ({ file, line, what: message, mend: "mend the YAML" })),
  );
  refuseIfAny(checkVersion(positions, file));
  refuseIfAny(checkSchemas(positions.data as OpenApiDocument, positions));
  const config = await createConfig({ rules });
  const ref = path.join(root, file);
  const found = await orRefuse(file, () => lint({ ref, config }));
  refuseIfAny(found.map((problem) => describe(root, problem)));
  refuseIfAny(checkXJob(positions));
  const document = await orRefuse(file, () => bundleSpec(root, ref, config));
  return { id, file, document, xJob: (positions.data as { "x-job": XJob })["x-job"], positions };
}

/** Redocly throws at some documents, such as references that go round in a circle over several files. */
async function orRefuse<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SpecRefusedError) throw error;
    const what = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
    throw new SpecRefusedError([
      { file, line: 1, what: what || "the file cannot be read", mend: "mend what the message names" },
    ]);
  }
}

async function bundleSpec(root: string, ref: string, config: Config): Promise<OpenApiDocument> {
  const bundled = await bundle({ ref, config });
  refuseIfAny(bundled.problems.map((problem) => describe(root, problem)));
  // Redocly's struct rule has checked its form.
  return bundled.bundle.parsed as OpenApiDocument;
}

function checkVersion(positions: SourcePositions, file: string): SpecProblem[] {
  const version = (positions.data as { openapi?: unknown } | null)?.openapi;
  if (typeof version === "string" && /^3\.1\.\d+$/.test(version)) return [];
  const { line } = positions.locate(["openapi"]);
  return [
    { file, line, what: "the file is not an OpenAPI 3.1 document", mend: "begin it with `openapi: 3.1.0`" },
  ];
}

function describe(root: string, problem: NormalizedProblem): SpecProblem {
  const location = problem.location[0];
  const file = location
    ? path.relative(root, location.source.absoluteRef).split(path.sep).join("/")
    : "specs";
  return {
    file,
    line: location ? getLineColLocation(location).start.line : 1,
    what: problem.message
      .replaceAll(`${root}${path.sep}`, "")
      .replaceAll(/\s*\n\s*/g, " ")
      .replace(/[.\s]+$/, ""),
    mend: mendOf(problem),
  };
}

function mendOf({ suggest, ruleId }: NormalizedProblem): string {
  if (suggest[0] !== undefined) return `did you mean "${suggest[0]}"?`;
  const mends: Readonly<Record<string, string>> = {
    "no-unresolved-refs": "mend the path behind $ref, or add what it names",
    "operation-operationId-unique": "give each operation its own operationId",
    "operation-parameters-unique": "keep one of them",
    "path-parameters-defined": "give the parameter the same name in the path and under `parameters`",
  };
  return mends[ruleId] ?? `see Redocly's rule ${ruleId}`;
}

function refuseIfAny(problems: readonly SpecProblem[]): void {
  if (problems.length > 0) throw new SpecRefusedError(problems);
}
