import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { parsePointer } from "./json-pointer.js";
import type { SourcePositions } from "./source-positions.js";
import type { SpecProblem } from "./spec-problem.js";

const vocabulary = "specs/x-job.schema.json";
const vocabularyFile = path.join(import.meta.dirname, "../..", vocabulary);

/** Compiled once: it takes longer than all else that loads a spec. */
let validateXJob: ValidateFunction | undefined;

/** Checks the form of the `x-job` part against the vocabulary's JSON Schema. */
export function checkXJob(positions: SourcePositions): SpecProblem[] {
  const xJob = (positions.data as Record<string, unknown>)["x-job"];
  if (xJob === undefined) {
    return [
      {
        ...positions.locate([]),
        what: "the spec has no x-job part",
        mend: "declare the job's life at the root of the file, see specs/README.md",
      },
    ];
  }
  validateXJob ??= compileVocabulary();
  const validate = validateXJob;
  if (validate(xJob)) return [];
  const problems = (validate.errors ?? []).filter(isTelling).map((error) => describe(positions, error));
  return problems.filter((problem, index) => problems.findIndex((other) => isSame(other, problem)) === index);
}

function compileVocabulary(): ValidateFunction {
  const schema = JSON.parse(readFileSync(vocabularyFile, "utf8")) as Record<string, unknown>;
  return new Ajv2020({ allErrors: true, strict: false, verbose: true, logger: false }).compile(schema);
}

/** Leaves out errors that only repeat another one, and those of the single forms of a choice. */
function isTelling(error: ErrorObject): boolean {
  return error.keyword !== "propertyNames" && !error.schemaPath.includes("/oneOf/");
}

function describe(positions: SourcePositions, error: ErrorObject): SpecProblem {
  const at = ["x-job", ...parsePointer(error.instancePath)];
  const name = at.join(".");
  const params = error.params as Record<string, unknown>;
  if (error.keyword === "additionalProperties") {
    const field = String(params["additionalProperty"]);
    return {
      ...positions.locate([...at, field]),
      what: `${name} has the unknown field "${field}"`,
      mend: `see ${vocabulary} for the fields that it takes`,
    };
  }
  if (error.keyword === "required") {
    const field = String(params["missingProperty"]);
    return { ...positions.locate(at), what: `${name} lacks "${field}"`, mend: `add \`${field}:\`` };
  }
  if (error.propertyName !== undefined) {
    return {
      ...positions.locate([...at, error.propertyName]),
      what: `${name} has the name "${error.propertyName}"`,
      mend: "use lower case letters, digits and single dashes, beginning with a letter",
    };
  }
  return { ...positions.locate(at), ...describeValue(name, error) };
}

function describeValue(name: string, error: ErrorObject): { what: string; mend: string } {
  const values = (error.params as { allowedValues?: unknown[] }).allowedValues;
  const value = JSON.stringify(error.data);
  if (values) return { what: `${name} is ${value}`, mend: `use one of: ${values.join(", ")}` };
  if (error.keyword === "pattern" && typeof error.data === "string") {
    const isPlace = error.schemaPath.includes("place");
    return {
      what: `${name} is ${value}`,
      mend: isPlace
        ? "write a JSON Pointer such as /status, or $response.header.NAME"
        : `write what ${vocabulary} says`,
    };
  }
  if (error.keyword === "oneOf" && name.endsWith(".idempotency")) {
    return {
      what: `${name} has none of its forms`,
      mend: "write `none`, `{ header: NAME }` or `{ clientId: FIELD }`",
    };
  }
  return { what: `${name} ${error.message ?? "is wrong"}`, mend: `see ${vocabulary}` };
}

function isSame(one: SpecProblem, other: SpecProblem): boolean {
  return one.file === other.file && one.line === other.line && one.what === other.what;
}
