import type { Estimate, EstimateSource } from "../../packages/jobs-core/src/job-api.js";
import type { SubmitBody } from "./build-kind.js";
import { inXJob } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import type { Parameter, Schema } from "./openapi-document.js";
import { shapeOf } from "./schema-walk.js";
import type { ObjectShape } from "./schema-walk.js";
import { isBodyRequired, isJson, requestContent } from "./spec-operation.js";
import type { SpecOperation } from "./spec-operation.js";
import { useField } from "./use-field.js";
import { describeOperation, findOperation, fixedFields, fixedValue } from "./use-operation.js";
import { answerOf, usePlace } from "./use-place.js";
import type { XJobEstimate, XJobInput } from "./x-job.js";

/** A parameter, or a field of the body, that may take something of the input. */
interface Target {
  name: string;
  in: "parameter" | "field";
  isRequired: boolean;
  /** What it is where nothing else is said. */
  fixed?: unknown;
}

/** What tells the cost of a submit, and what of the submit's input it takes. */
export function buildEstimate(
  context: ModelContext,
  id: string,
  { estimate: declared, input }: { estimate?: XJobEstimate; input: XJobInput },
  submit: SubmitBody,
): Estimate | undefined {
  if (!declared) return undefined;
  const at = (...path: string[]) => inXJob("kinds", id, "estimate", ...path);
  const operation = findOperation(context, at("operation"), declared.operation);
  if (!operation) return undefined;
  const scope = answerOf(context, operation);
  usePlace(context, at("amount"), declared.amount, scope, ["number", "string"]);
  usePlace(context, at("unit"), declared.unit, scope, ["string"]);
  const body = bodyOf(context, operation);
  const sources = declared.parameters ?? {};
  for (const [name, source] of Object.entries(sources)) {
    checkTarget(context, at("parameters", name), name, operation, body);
    checkSource(context, at("parameters", name), source, input, submit);
  }
  const taken: Record<Target["in"], Record<string, EstimateSource>> = { parameter: {}, field: {} };
  const always: Record<string, unknown> = {};
  const required: string[] = [];
  for (const target of targetsOf(context, operation, body, Object.keys(sources))) {
    const { name, fixed } = target;
    const source = sources[name] ?? (fixed === undefined && isTaken(name, input, submit) ? name : undefined);
    if (source !== undefined) taken[target.in][name] = source;
    else if (fixed !== undefined && target.in === "field") always[name] = fixed;
    const isFilled = Object.keys(sources).some((each) => each.startsWith(`/${name}/`));
    if (!target.isRequired || isFilled || (fixed !== undefined && source === undefined)) continue;
    required.push(name);
    if (source !== undefined) continue;
    context.refuse(
      at("operation"),
      `${operation.id} requires "${name}", and the input of ${id} has no field of that name`,
      "say under `parameters` what it takes",
    );
  }
  return {
    ...describeOperation(context, operation, Object.keys(taken.parameter)),
    parameters: taken.parameter,
    ...(Object.keys(taken.field).length > 0 && { fields: taken.field }),
    ...(Object.keys(always).length > 0 && { body: always }),
    required,
    amount: declared.amount,
    unit: declared.unit,
  };
}

function targetsOf(
  context: ModelContext,
  operation: SpecOperation,
  body: ObjectShape | undefined,
  named: readonly string[],
): Target[] {
  const parameters = operation.parameters.map((each): Target => {
    const isRequired = each.in === "path" || each.required === true;
    // A header has no place in a declaration.
    return { name: each.name, in: "parameter", isRequired, fixed: fixedValue(context, each) };
  });
  if (!body) return parameters;
  const isTwice = (name: string): boolean => parameters.some((each) => each.name === name);
  const needed = isBodyRequired(context.document, operation) ? body.required : [];
  const fixed = fixedFields(context, body);
  // A pointer leads into a field; an open body has fields that only the declaration names.
  const names = new Set([...body.properties.keys(), ...named].filter((name) => !isTwice(name)));
  const fields = [...names].map((name): Target => ({
    name,
    in: "field",
    isRequired: needed.includes(name),
    fixed: fixed[name],
  }));
  return [...parameters, ...fields];
}

function isUrlPart(parameter: Parameter): boolean {
  return parameter.in === "path" || parameter.in === "query";
}

/** A field of the input that is no file: what the submit takes by that name. */
function isTaken(name: string, { file }: XJobInput, { shape }: SubmitBody): boolean {
  return shape.properties.has(name) && !(file?.field === name && file.upload === undefined);
}

function bodyOf(context: ModelContext, operation: SpecOperation): ObjectShape | undefined {
  const media = Object.entries(requestContent(context.document, operation)).find(([type]) => isJson(type));
  const schema: Schema | undefined = media && (media[1].schema ?? true);
  return schema === undefined ? undefined : shapeOf(context.document, schema);
}

function checkTarget(
  context: ModelContext,
  at: ReturnType<typeof inXJob>,
  name: string,
  operation: SpecOperation,
  body: ObjectShape | undefined,
): void {
  const parameters = operation.parameters.filter(isUrlPart).map((each) => each.name);
  if (parameters.includes(name)) return;
  if (body) {
    useField(context, at, name, body, operation.id);
    return;
  }
  context.refuse(
    at,
    `${operation.id} has no path or query parameter "${name}", and no JSON body`,
    `use one of: ${parameters.join(", ") || "none, it takes no parameter"}`,
  );
}

function checkSource(
  context: ModelContext,
  at: ReturnType<typeof inXJob>,
  source: string,
  { file, url }: XJobInput,
  submit: SubmitBody,
): void {
  if (source.startsWith("=")) return;
  if (!source.startsWith("$")) {
    useField(context, at, source, submit.shape, submit.operation.id);
    return;
  }
  if (file || (url && source !== "$file.sizeBytes")) return;
  context.refuse(
    at,
    `${source} is of a file, and the kind takes none`,
    "declare input.file, or name a field of the input",
  );
}
