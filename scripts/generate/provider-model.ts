import type { JobApi, JobKind } from "../../packages/jobs-core/src/job-api.js";
import type { OperationInfo } from "../../packages/cli/src/provider-entry.js";
import { buildAction, buildList } from "./build-actions.js";
import { buildAuth } from "./build-auth.js";
import { buildBaseUrl } from "./build-base-url.js";
import { buildKind } from "./build-kind.js";
import type { BuiltKind } from "./build-kind.js";
import { buildResource } from "./build-resource.js";
import { buildUploads } from "./build-uploads.js";
import { checkKindNames, checkOperations, checkProblemPlaces, checkProviderName } from "./check-names.js";
import type { LoadedSpec } from "./load-spec.js";
import type { ModelContext } from "./model-context.js";
import { camelCase, pascalCase } from "./names.js";
import type { OpenApiDocument } from "./openapi-document.js";
import { describeOperations } from "./operation-info.js";
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
  api: JobApi;
  kinds: readonly KindModel[];
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
  const { resource, scope, get } = buildResource(context);
  const kinds = Object.entries(xJob.kinds).flatMap(([id, kind]) => buildKind(context, id, kind, scope) ?? []);
  const cancel = buildAction(context, "cancel", xJob.cancel);
  const remove = buildAction(context, "delete", xJob.delete);
  const list = buildList(context, resource);
  const api: JobApi = {
    provider: spec.id,
    title: oneLine(document.info.title),
    baseUrl: buildBaseUrl(context),
    auth: buildAuth(context),
    problem: {
      code: xJob.problem?.code ?? [],
      message: xJob.problem?.message ?? [],
      requestId: xJob.problem?.requestId ?? [],
    },
    job: resource,
    uploads: buildUploads(context),
    kinds: Object.fromEntries(kinds.map(({ id, kind }) => [id, kind])),
    ...(cancel && { cancel }),
    ...(remove && { delete: remove }),
    ...(list && { list }),
    limits: xJob.limits ?? {},
  };
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
  const schema = context.xJob.kinds[id]?.result.inline?.schema.slice("#/components/schemas/".length);
  return {
    id,
    camelName: camelCase(id),
    inputName: `${pascalCase(provider)}${pascalCase(id)}Input`,
    kind,
    bodyType: [body.operation.id, "requestBody", "content", body.mediaType],
    isBodyCertain: isBodyRequired(context.document, body.operation),
    jobType: [
      get.id,
      "responses",
      answer?.status ?? "200",
      "content",
      answer?.mediaType ?? "application/json",
    ],
    ...(schema !== undefined && { resultSchema: schema }),
    body,
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
