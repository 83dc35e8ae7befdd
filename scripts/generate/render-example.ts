import type { KindModel, ProviderModel } from "./provider-model.js";
import { readField, sampleFields } from "./sample-values.js";
import { singleType } from "./schema-walk.js";
import { literal } from "./text.js";

/** examples/<kind>.gen.ts: one job from file to result; the README shows it. */
export function renderExample(model: ProviderModel, kind: KindModel): string {
  const { input, result } = kind.kind;
  const source = input.job && model.kinds.find((each) => each.id === input.job?.kind);
  const first = source ?? kind;
  const node = [
    ...(first.kind.input.file ? ["fileFrom"] : []),
    ...(result.type === "inline" ? [] : ["saveTo"]),
  ];
  return [
    `import { ${model.camelName} } from "@docjobs/${model.id}";`,
    node.length > 0 ? `import { ${node.join(", ")} } from "@docjobs/jobs-core/node";` : "",
    "",
    `const jobs = ${model.camelName}(${renderKey(model)});`,
    ...(first.kind.input.file ? [`const file = await fileFrom(${JSON.stringify(inputName(first))});`] : []),
    ...(source ? [renderSubmit(model, source, "source", {}), `const finished = await source.wait();`] : []),
    renderSubmit(
      model,
      kind,
      "job",
      source && input.job ? { [input.job.field]: idOf(model, kind, input.job.field) } : {},
    ),
    `const done = await job.wait({ timeoutMs: 600_000 });`,
    result.type === "inline"
      ? "console.log(done.result);"
      : `await saveTo(done, ${JSON.stringify(outputName(model, kind))});`,
    "",
  ].join("\n");
}

/** The id of the job before, as the field takes it. */
function idOf({ document }: ProviderModel, { body }: KindModel, field: string): string {
  const schema = body.shape.properties.get(field) ?? true;
  const isNumber = ["integer", "number"].includes(singleType(document, schema) ?? "");
  return isNumber ? "Number(finished.id)" : "finished.id";
}

/** Name of the environment variable for the key. */
export function keyVariable(model: ProviderModel): string {
  return `DOCJOBS_${model.id.replaceAll("-", "_").toUpperCase()}_API_KEY`;
}

function renderKey(model: ProviderModel): string {
  return model.api.auth.length > 0 ? `{ apiKey: process.env[${JSON.stringify(keyVariable(model))}] }` : "";
}

function renderSubmit(
  model: ProviderModel,
  kind: KindModel,
  name: string,
  expressions: Readonly<Record<string, string>>,
): string {
  const client = model.kinds.length === 1 ? "jobs" : `jobs.${kind.camelName}`;
  const fields = Object.entries(sampleFields(model.document, kind)).map(
    ([field, value]) => `${JSON.stringify(field)}: ${literal(value)}`,
  );
  const all = [
    ...(kind.kind.input.file ? ["file"] : []),
    ...Object.entries(expressions).map(([field, expression]) => `${JSON.stringify(field)}: ${expression}`),
    ...fields,
  ];
  return `const ${name} = await ${client}.submit({ ${all.join(", ")} });`;
}

function inputName(kind: KindModel): string {
  return `document.${kind.kind.input.file?.formats[0] ?? "pdf"}`;
}

function outputName(model: ProviderModel, kind: KindModel): string {
  const { format } = kind.kind.input;
  const value = format && readField(sampleFields(model.document, kind), format.field);
  return typeof value === "string" && /^[a-z0-9]{1,8}$/.test(value) ? `result.${value}` : "result.bin";
}
