import type { KindModel, ProviderModel } from "./provider-model.js";
import { parsePointer } from "./json-pointer.js";
import { capabilitiesOf, resultType } from "./render-client.js";
import { banner, comment, indexed } from "./text.js";

/** test/handle.test-d.gen.ts: what the API lacks does not compile, and what it has does. */
export function renderTypeTest(specFile: string, model: ProviderModel): string {
  const hasFiles = model.kinds.some((kind) => kind.kind.result.type !== "inline");
  const hasInline = model.kinds.some((kind) => kind.resultSchema !== undefined);
  const names = [
    ...(hasInline ? ["components"] : []),
    `${model.pascalName}Client`,
    `${model.pascalName}Kinds`,
    ...model.kinds.map((kind) => kind.inputName),
  ];
  return [
    `${banner(specFile)}import type { ${hasFiles ? "FileResult, " : ""}JobHandle } from "@docjobs/jobs-core";`,
    `import { expectTypeOf, test } from "vitest";`,
    `import type { ${names.join(", ")} } from "../src/index.gen.js";`,
    "",
    `declare const jobs: ${model.pascalName}Client;`,
    "",
    renderListTest(model),
    ...model.kinds.map((kind) => renderKindTests(model, kind)),
  ].join("\n");
}

function renderListTest(model: ProviderModel): string {
  const title = comment(model.title);
  if (model.api.list) {
    return `test("jobs can be listed", () => {
  expectTypeOf(jobs.list).toBeFunction();
});
`;
  }
  return `test("jobs cannot be listed", () => {
  // @ts-expect-error -- ${title} has no operation that lists jobs.
  void jobs.list;
});
`;
}

function renderKindTests(model: ProviderModel, kind: KindModel): string {
  const client = model.kinds.length === 1 ? "jobs" : `jobs.${kind.camelName}`;
  const handle = `JobHandle<${indexed(`${model.pascalName}Kinds`, [kind.id])}>`;
  return [
    `test("${kind.id}: a submit gives a handle of this kind, and is no promise of the result", async () => {
  expectTypeOf(${client}.submit).parameter(0).toEqualTypeOf<${kind.inputName}>();
  const handle = await ${client}.submit({} as ${kind.inputName});
  expectTypeOf(handle).toEqualTypeOf<${handle}>();
  // @ts-expect-error -- A handle is waited for with wait().
  void handle.then;
});
`,
    renderInputTest(kind, client),
    renderEstimateTest(model, kind, client),
    renderActionTest(model, kind, handle, "cancel"),
    renderActionTest(model, kind, handle, "delete"),
    renderProgressTest(model, kind, handle),
    renderResultTest(kind, handle),
  ].join("\n");
}

function renderInputTest(kind: KindModel, client: string): string {
  const { input, submit } = kind.kind;
  const given = new Set([
    submit.idempotency.by === "client-id" ? submit.idempotency.field : undefined,
    topOf(input.file?.field),
  ]);
  const missing = submit.required.filter((field) => !given.has(field));
  if (missing.length === 0 || kind.body.shape.open) return "";
  return `test("${kind.id}: an input without what the API requires is refused", () => {
  // @ts-expect-error -- ${comment(missing.join(", "))} must be given.
  void ${client}.submit({${input.file ? " file: new Blob() " : ""}});
});
`;
}

function renderEstimateTest(
  model: ProviderModel,
  { id, kind, inputName }: KindModel,
  client: string,
): string {
  if (kind.estimate) {
    return `test("${id}: the cost of an input can be asked for", () => {
  expectTypeOf(${client}.estimate).parameter(0).toEqualTypeOf<${inputName}>();
});
`;
  }
  return `test("${id}: nothing tells the cost", () => {
  // @ts-expect-error -- ${comment(model.title)} has no operation for it.
  void ${client}.estimate;
});
`;
}

/** The field of the body that a field or a pointer is in. */
function topOf(field: string | undefined): string | undefined {
  return field?.startsWith("/") ? parsePointer(field)[0] : field;
}

function renderActionTest(
  model: ProviderModel,
  kind: KindModel,
  handle: string,
  action: "cancel" | "delete",
): string {
  if (model.api[action]) {
    return `test("${kind.id}: a job can be asked to ${action}", () => {
  expectTypeOf<${handle}["${action}"]>().toBeFunction();
});
`;
  }
  return `test("${kind.id}: a job has no ${action}", () => {
  const handle = {} as ${handle};
  // @ts-expect-error -- ${comment(model.title)} has no operation for it.
  void handle.${action};
});
`;
}

function renderProgressTest(model: ProviderModel, kind: KindModel, handle: string): string {
  const has = capabilitiesOf(model).includes("progress");
  return `test("${kind.id}: a snapshot has ${has ? "the progress that the API reports" : "no progress"}", async () => {
  const snapshot = await ({} as ${handle}).snapshot();
  ${has ? "" : `// @ts-expect-error -- ${comment(model.title)} reports none.\n  `}void snapshot.progress;
});
`;
}

function renderResultTest(kind: KindModel, handle: string): string {
  const isFile = kind.resultSchema === undefined;
  const type = resultType(kind);
  const isMany = type === "FileResult[]";
  return `test("${kind.id}: only a job that succeeded has a result", async () => {
  const snapshot = await ({} as ${handle}).snapshot();
  // @ts-expect-error -- The job may not have ended yet.
  void snapshot.result;
  if (snapshot.state !== "succeeded") return;
  expectTypeOf(snapshot.result).toEqualTypeOf<${isMany ? `readonly ${type}` : type}>();
});

test("${kind.id}: a result ${isFile ? "can be downloaded" : "is data and has nothing to download"}", async () => {
  const done = await ({} as ${handle}).wait();
  expectTypeOf(done.result).toEqualTypeOf<${isMany ? `readonly ${type}` : type}>();
  ${
    isFile
      ? "expectTypeOf(done.download).toBeFunction();"
      : `// @ts-expect-error -- The result is data.
  void done.download;`
  }
});
`;
}
