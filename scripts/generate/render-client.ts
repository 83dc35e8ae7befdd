import type { KindModel, ProviderModel } from "./provider-model.js";
import { banner, comment, indexed } from "./text.js";

/** client.gen.ts: the types of the API's kinds, and the factory of its client. */
export function renderClient(specFile: string, model: ProviderModel): string {
  const hasForms = model.operations.some((operation) => operation.body?.contentTypes.some(isForm));
  return [
    banner(specFile),
    renderImports(model, hasForms),
    ...model.kinds.map(renderInput),
    renderKinds(model),
    renderClientType(model),
    renderFactory(model, hasForms),
  ].join("\n");
}

/** What a kind's input is: the body's fields and the parameters, with `file` where it takes one. */
export function renderInputType(kind: KindModel): string {
  const parts = [bodyType(kind), parametersType(kind)].filter((part) => part !== "");
  const body = parts.length > 0 ? parts.join(" & ") : "object";
  const { file } = kind.kind.input;
  if (!file) return body;
  const wrapper = wrapperOf(kind);
  if (wrapper === undefined || file.field === undefined) return `${body} & { file: Blob }`;
  const [, top = file.field] = file.field.startsWith("/") ? file.field.split("/") : [];
  const field = top.replaceAll("~1", "/").replaceAll("~0", "~");
  return `${wrapper}<${body}, ${JSON.stringify(field)}>`;
}

/** The type of jobs-core that puts `file` in the place of a field. */
function wrapperOf({ kind }: KindModel): string | undefined {
  const { file } = kind.input;
  if (file?.field === undefined) return undefined;
  if (file.field.startsWith("/")) return "WithNestedFile";
  if (file.upload === undefined && !file.base64) return file.many ? "WithFileParts" : "WithFilePart";
  return file.many ? "WithFiles" : "WithFile";
}

/** What a job of the kind can do beside what every job can. */
export function capabilitiesOf(model: ProviderModel): ("cancel" | "delete" | "progress")[] {
  const { api } = model;
  return [
    ...(api.cancel ? (["cancel"] as const) : []),
    ...(api.delete ? (["delete"] as const) : []),
    ...(api.job.progress ? (["progress"] as const) : []),
  ];
}

function renderImports(model: ProviderModel, hasForms: boolean): string {
  const core = [
    "ClientOptions",
    ...(model.kinds.some(({ kind }) => kind.estimate) ? ["EstimateClient"] : []),
    ...(model.kinds.some((kind) => kind.kind.result.type !== "inline") ? ["FileResult"] : []),
    "JobsClient",
    "KindClient",
    ...(model.api.list ? ["ListClient"] : []),
    ...[...new Set(model.kinds.flatMap((kind) => wrapperOf(kind) ?? []))].sort(),
  ];
  const schema = [
    ...(model.kinds.some((kind) => kind.resultSchema !== undefined) ? ["components"] : []),
    "operations",
    "paths",
  ];
  return `import { createJobsClient } from "@docjobs/jobs-core";
import type { ${core.join(", ")} } from "@docjobs/jobs-core";
${hasForms ? 'import { serializeBody } from "@docjobs/jobs-core/features";\n' : ""}import createFetchClient from "openapi-fetch";
import type { Client } from "openapi-fetch";
import { ${model.camelName}Api } from "./job-api.gen.js";
import type { ${schema.join(", ")} } from "./schema.gen.js";
`;
}

function renderInput(kind: KindModel): string {
  const { file } = kind.kind.input;
  const about = !file
    ? ""
    : file.upload === undefined || file.field === undefined
      ? ` \`file\` is sent with it.`
      : ` \`file\` is uploaded first; or give the \`${comment(file.field)}\` of a file that is uploaded already.`;
  return `/** Input of \`${kind.id}\`: ${comment(kind.kind.title)}.${about} */
export type ${kind.inputName} = ${renderInputType(kind)};
`;
}

function bodyType(kind: KindModel): string {
  const [operation, ...keys] = kind.bodyType;
  if (operation === undefined) return "";
  const { shape, parameters: taken } = kind.body;
  // An object of which the spec says nothing has a type that takes nothing.
  if (shape.open && shape.properties.size === taken.length) return "Record<string, unknown>";
  const isCertain = kind.isBodyCertain;
  const body = indexed("operations", [operation, "requestBody"]);
  const type = indexed(isCertain ? body : `NonNullable<${body}>`, keys.slice(1));
  const { idempotency, required, parameters } = kind.kind.submit;
  if (
    idempotency.by !== "client-id" ||
    !required.includes(idempotency.field) ||
    parameters?.[idempotency.field]
  )
    return type;
  // The client makes the id up where the caller gives none. (Omit would lose the fields of a body that takes any.)
  const field = JSON.stringify(idempotency.field);
  const others = `{ [Key in keyof ${type} as Key extends ${field} ? never : Key]: ${type}[Key] }`;
  return `${others} & { ${field}?: ${indexed(type, [idempotency.field])} }`;
}

/** The type of what lists jobs, with the parameters that a caller may give it. */
function listClient({ pascalName, list }: ProviderModel): string {
  const fields = (list?.parameters ?? []).map(({ name, in: place, required }) => {
    const isNeeded = place === "path" || required === true;
    const all = `NonNullable<${indexed("operations", [list?.operation.id ?? "", "parameters", place])}>`;
    return `${JSON.stringify(name)}${isNeeded ? "" : "?"}: ${indexed(all, [name])}${isNeeded ? "" : " | undefined"};`;
  });
  return `ListClient<${pascalName}Kinds${fields.length > 0 ? `, { ${fields.join(" ")} }` : ""}>`;
}

function parametersType({ kind, body }: KindModel): string {
  const { parameters = {}, required, idempotency } = kind.submit;
  const fields = Object.entries(parameters).map(([name, place]) => {
    const mayMiss =
      !required.includes(name) || (idempotency.by === "client-id" && idempotency.field === name);
    const all = `NonNullable<${indexed("operations", [body.operation.id, "parameters", place])}>`;
    return `${JSON.stringify(name)}${mayMiss ? "?" : ""}: ${indexed(all, [name])}${mayMiss ? " | undefined" : ""};`;
  });
  return fields.length > 0 ? `{ ${fields.join(" ")} }` : "";
}

/** The result's type: a file, files, or what the spec's schema says. */
export function resultType(kind: KindModel): string {
  const { result } = kind.kind;
  if (result.type !== "inline") return result.many ? "FileResult[]" : "FileResult";
  const type = indexed("components", ["schemas", kind.resultSchema ?? ""]);
  return result.from?.pages === undefined ? type : `${type}[]`;
}

function renderKinds(model: ProviderModel): string {
  const can = capabilitiesOf(model).map((name) => JSON.stringify(name));
  const members = model.kinds.map((kind) => {
    const result = resultType(kind);
    return `  /** ${comment(kind.kind.title)}. */
  ${JSON.stringify(kind.id)}: {
    input: ${kind.inputName};
    job: ${jobType(kind)};
    result: ${result};
    can: ${can.length > 0 ? can.join(" | ") : "never"};
  };`;
  });
  return `/** The job kinds of ${comment(model.title)}. */
export type ${model.pascalName}Kinds = {
${members.join("\n")}
};
`;
}

/** The API's own object; where the spec says nothing of it, a type that is none of those with a meaning of their own. */
function jobType({ jobType: keys, isJobKnown }: KindModel): string {
  if (keys.length === 0) return "undefined";
  return isJobKnown ? indexed("operations", keys) : `NonNullable<${indexed("operations", keys)}>`;
}

function renderClientType(model: ProviderModel): string {
  const kinds = `${model.pascalName}Kinds`;
  const [only, ...others] = model.kinds;
  const isSingle = only !== undefined && others.length === 0;
  const parts = [
    `JobsClient<${kinds}>`,
    ...(model.api.list ? [listClient(model)] : []),
    ...(isSingle ? [kindClient(model, only)] : []),
  ];
  const members = isSingle
    ? []
    : model.kinds.map(
        (kind) => `  /** ${comment(kind.kind.title)}. */
  readonly ${kind.camelName}: ${kindClient(model, kind)};`,
      );
  return `/** ${comment(`${model.title}: ${model.summary}`)} */
export type ${model.pascalName}Client = ${parts.join(" & ")} & {
${members.join("\n")}
  /** Every documented operation, typed; its requests are as safe as those of jobs. */
  readonly api: Client<paths>;
};
`;
}

/** The type of the kind's own client. */
function kindClient(model: ProviderModel, { id, kind }: KindModel): string {
  const types = indexed(`${model.pascalName}Kinds`, [id]);
  return `KindClient<${types}>${kind.estimate ? ` & EstimateClient<${types}>` : ""}`;
}

function renderFactory(model: ProviderModel, hasForms: boolean): string {
  const kinds = `${model.pascalName}Kinds`;
  const [only, ...others] = model.kinds;
  const isSingle = only !== undefined && others.length === 0;
  const members = isSingle
    ? ""
    : model.kinds.map((kind) => `${kind.camelName}: ${kindOf(model, kind)},`).join("\n    ");
  const call = `createJobsClient<${kinds}>(${model.camelName}Api, options)`;
  const create = model.api.list
    ? `  // jobs-core gives a client \`list\` where the spec declares it, as this one does.
  const jobs = ${call} as JobsClient<${kinds}> & ${listClient(model)};`
    : `  const jobs = ${call};`;
  return `/** A client of ${comment(model.title)}. */
export function ${model.camelName}(options: ClientOptions = {}): ${model.pascalName}Client {
${create}
  const api = createFetchClient<paths>({ baseUrl: jobs.baseUrl, fetch: jobs.fetch${hasForms ? ", bodySerializer: serializeBody" : ""} });
  return Object.assign(jobs, ${isSingle ? `${kindOf(model, only)}, { api }` : `{ ${members} api }`});
}
`;
}

/** The kind's own client; jobs-core gives it what the spec declares. */
function kindOf(model: ProviderModel, kind: KindModel): string {
  const call = `jobs.kind(${JSON.stringify(kind.id)})`;
  return kind.kind.estimate ? `${call} as ${kindClient(model, kind)}` : call;
}

function isForm(contentType: string): boolean {
  return contentType.startsWith("multipart/form-data");
}
