import type { JobDeclaration, JobKind, JobResource } from "../../packages/jobs-core/src/job-api.js";
import type { OperationInfo } from "../../packages/cli/src/provider-entry.js";
import { buildAction } from "./build-actions.js";
import { buildAuth } from "./build-auth.js";
import { buildBaseUrl } from "./build-base-url.js";
import { buildKind } from "./build-kind.js";
import type { BuiltKind } from "./build-kind.js";
import { buildList } from "./build-list.js";
import type { BuiltList } from "./build-list.js";
import { buildResource } from "./build-resource.js";
import { buildUploads } from "./build-uploads.js";
import { checkKindNames, checkOperations, checkProblemPlaces, checkProviderName } from "./check-names.js";
import type { LoadedSpec } from "./load-spec.js";
import { inXJob } from "./model-context.js";
import type { ModelContext } from "./model-context.js";
import { camelCase, pascalCase } from "./names.js";
import type { OpenApiDocument } from "./openapi-document.js";
import { describeOperations } from "./operation-info.js";
import { isAnything } from "./schema-walk.js";
import { SpecRefusedError } from "./spec-problem.js";
import type { SpecProblem } from "./spec-problem.js";
import { isBodyRequired, listOperations, successBody } from "./spec-operation.js";
import type { SpecOperation } from "./spec-operation.js";

/** Everything that the generated files of one API are made from. */
export interface ProviderModel {
  id: string;
  title: string;
  /** One line: what the API does. */
  summary: string;
  description: string;
  /** Name of the factory, for example `paperMill`. */
  camelName: string;
  /** Beginning of the types' names, for example `PaperMill`. */
  pascalName: string;
  api: JobDeclaration;
  kinds: readonly KindModel[];
  /** Absent where the API lists no jobs. */
  list?: BuiltList;
  operations: readonly OperationInfo[];
  document: OpenApiDocument;
}

export interface KindModel {
  id: string;
  camelName: string;
  /** Name of the input's type, for example `PaperMillConvertInput`. */
  inputName: string;
  kind: JobKind;
  /** The type of the body, as an index into the generated `operations`. */
  bodyType: readonly string[];
  /** True where the type of the body is there without a question mark. */
  isBodyCertain: boolean;
  /** The type of the API's job object. */
  jobType: readonly string[];
  /** False where the spec says nothing about that object. */
  isJobKnown: boolean;
  /** Name of the component schema of an inline result. */
  resultSchema?: string;
  body: BuiltKind["body"];
}

/** Builds the model of one spec. Throws SpecRefusedError with everything that is wrong in it. */
export function buildProviderModel(spec: LoadedSpec): ProviderModel {
  const problems: SpecProblem[] = [];
  const { document, xJob } = spec;
  const context: ModelContext = {
    document,
    xJob,
    operations: listOperations(document),
    refuse: (at, what, mend) => problems.push({ ...spec.positions.locate(at), what, mend }),
  };
  checkProviderName(context, spec.id);
  checkOperations(context);
  checkKindNames(context);
  checkProblemPlaces(context);
  const built = buildResource(context);
  const { resource, scope, get } = built;
  const kinds = Object.entries(xJob.kinds).flatMap(([id, kind]) => buildKind(context, id, kind, scope) ?? []);
  const cancel = buildAction(context, "cancel", xJob.cancel, built);
  const remove = buildAction(context, "delete", xJob.delete, built);
  const list = buildList(context, resource);
  const api: JobDeclaration = {
    provider: spec.id,
    title: oneLine(document.info.title),
    baseUrl: buildBaseUrl(context),
    auth: buildAuth(context),
    problem: {
      code: xJob.problem?.code ?? [],
      message: xJob.problem?.message ?? [],
      requestId: xJob.problem?.requestId ?? [],
      ...(xJob.problem?.retryAfter && { retryAfter: xJob.problem.retryAfter }),
    },
    job: resource,
    uploads: buildUploads(context),
    kinds: Object.fromEntries(kinds.map(({ id, kind }) => [id, kind])),
    ...(cancel && { cancel }),
    ...(remove && { delete: remove }),
    ...(list && { list: list.list }),
    limits: xJob.limits ?? {},
    ...(xJob.webhook && { webhook: xJob.webhook }),
  };
  const servers = [...new Set(serversIn(api))];
  if (servers.length > 0) api.servers = servers;
  checkFoundUnder(context, kinds, resource);
  checkWebhook(context);
  if (problems.length > 0 || !get) throw new SpecRefusedError(problems);
  const description = document.info.description ?? "";
  return {
    id: spec.id,
    title: api.title,
    summary: oneLine(document.info.summary ?? description.split(/\n\s*\n/)[0] ?? ""),
    description,
    camelName: camelCase(spec.id),
    pascalName: pascalCase(spec.id),
    api,
    kinds: kinds.map((kind) => describeKind(context, spec.id, kind, get)),
    ...(list && { list }),
    operations: describeOperations(context, kinds),
    document,
  };
}

function describeKind(
  context: ModelContext,
  provider: string,
  built: BuiltKind,
  get: SpecOperation,
): KindModel {
  const { id, kind, body } = built;
  const answer = successBody(context.document, get);
  const { content } = body;
  const schema = context.xJob.kinds[id]?.result.inline?.schema.slice("#/components/schemas/".length);
  return {
    id,
    camelName: camelCase(id),
    inputName: `${pascalCase(provider)}${pascalCase(id)}Input`,
    kind,
    bodyType:
      content === "none" || content === "file"
        ? []
        : [body.operation.id, "requestBody", "content", body.mediaType],
    isBodyCertain: isBodyRequired(context.document, body.operation),
    jobType: answer ? [get.id, "responses", answer.status, "content", answer.mediaType] : [],
    isJobKnown:
      answer !== undefined && answer.schema !== true && !isAnything(context.document, answer.schema),
    ...(schema !== undefined && { resultSchema: schema }),
    body,
  };
}

/** The servers that operations of the job's life have of their own. */
function serversIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === "server" && typeof child === "string" ? [child] : serversIn(child),
  );
}

/** A job that is found under more than its id needs a submit that has the rest in its path, or answers with a URL. */
function checkFoundUnder(context: ModelContext, kinds: readonly BuiltKind[], resource: JobResource): void {
  for (const { id, body, kind } of kinds) {
    const given = [
      ...Object.keys(resource.keys ?? {}),
      ...body.parameters.filter((each) => each.in === "path").map((each) => each.name),
    ];
    const missing = (resource.get.under ?? []).find((name) => !given.includes(name));
    if (missing === undefined || kind.submit.jobId?.startsWith("$response.header.")) continue;
    context.refuse(
      inXJob("kinds", id, "submit"),
      `${resource.get.id} has the path parameter "${missing}", and ${body.operation.id} has not`,
      "name a header with the job's URL as submit.jobId, or another operation",
    );
  }
}

/** What is signed must be told by a header, and a timestamp in the signature's header needs none. */
function checkWebhook(context: ModelContext): void {
  const signature = context.xJob.webhook?.signature;
  if (!signature) return;
  const at = inXJob("webhook", "signature", "signs");
  if (signature.signs.includes("{timestamp}") && !signature.timestampHeader && !signature.pairs)
    context.refuse(
      at,
      "the signature covers a timestamp that no header holds",
      "add timestampHeader, or pairs",
    );
  if (signature.signs.includes("{id}") && !signature.idHeader)
    context.refuse(at, "the signature covers an id that no header holds", "add idHeader");
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
