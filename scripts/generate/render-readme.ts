import type { JobKind } from "../../packages/jobs-core/src/job-api.js";
import type { KindModel, ProviderModel } from "./provider-model.js";
import { keyVariable } from "./render-example.js";
import { cell, markdown } from "./text.js";

/** README.md of one package. `examples` are its formatted example files, by kind. */
export function renderReadme(model: ProviderModel, examples: ReadonlyMap<string, string>): string {
  const title = markdown(model.title);
  return [
    `# @docjobs/${model.id}\n`,
    `A typed client of ${title}. ${markdown(model.summary)}\n`,
    `<!-- Generated from specs/${model.id}/openapi.yaml by \`pnpm generate\`; edits are overwritten. -->\n`,
    "## Install\n",
    `\`\`\`sh\nnpm install @docjobs/${model.id}\n\`\`\`\n`,
    renderAccess(model),
    ...model.kinds.flatMap((kind) => renderKind(kind, examples.get(kind.id) ?? "")),
    "## What the API can do\n",
    renderCapabilities(model),
    "## Errors\n",
    renderErrors(model),
    "## Every operation\n",
    `\`jobs.api\` is an [openapi-fetch](https://openapi-ts.dev/openapi-fetch/) client with a type for each of them, for example \`jobs.api.${exampleCall(model)}\`.\n`,
    renderOperations(model),
    "## License\n",
    "MIT\n",
  ].join("\n");
}

function renderAccess(model: ProviderModel): string {
  const key =
    model.api.auth.length > 0
      ? `The key goes in as \`apiKey\`${describeKey(model)}; it is sent to \`${new URL(model.api.baseUrl).origin}\` (or the origin of your \`baseUrl\`) and nowhere else. The examples read it from \`${keyVariable(model)}\`.`
      : "The API takes no key.";
  return `Runs on Node.js 20.19 and later, in browsers, and wherever \`fetch\` is. ${key} With \`baseUrl\` the client speaks to another server, such as \`docjobs serve\` on your own machine.\n`;
}

/** How the parts of a key are written. */
function describeKey({ api }: ProviderModel): string {
  const [first] = api.auth;
  if (api.auth.length > 1)
    return `, its ${api.auth.length} parts joined by colons in this order: ${api.auth.map((each) => `\`${"header" in each ? each.header : "query" in each ? each.query : "token"}\``).join(", ")}`;
  if (first && "tokenUrl" in first) return `, written \`client_id:client_secret\``;
  return first && "header" in first && first.basic ? `, written \`user:password\`` : "";
}

function renderKind(kind: KindModel, example: string): string[] {
  return [
    `## ${kind.id}\n`,
    `${markdown(kind.kind.title)}.${describeFormats(kind)}\n`,
    `\`\`\`ts\n${example.trim()}\n\`\`\`\n`,
  ];
}

function describeFormats({ kind }: KindModel): string {
  const taken = kind.input.file?.formats ?? [];
  const given = kind.input.format?.known ?? [];
  return (
    (taken.length > 0 ? ` Takes ${taken.map(markdown).join(", ")}.` : "") +
    (given.length > 0 ? ` Gives ${given.map(markdown).join(", ")}.` : "")
  );
}

function renderCapabilities(model: ProviderModel): string {
  const { api } = model;
  const rows: [string, string][] = [
    ["kinds", model.kinds.map((kind) => `\`${kind.id}\``).join(", ")],
    ["results", [...new Set(model.kinds.map(describeResult))].join(", ")],
    ["progress", api.job.progress ? Object.keys(api.job.progress).join(" and ") : "not reported"],
    ["cancel", api.cancel ? `while ${api.cancel.from.join(" or ")}` : "no"],
    ["delete", api.delete ? `when ${api.delete.from.join(", ")}` : "no"],
    ["list", api.list ? "yes" : "no"],
    ["cost", describeEstimate(model)],
    ["repeated submit", describeIdempotency(model)],
    ["polling", describePolling(model)],
    ["limits", describeLimits(model)],
  ];
  return `${table(["what", "how"], rows)}\n\nWhat the API lacks is not there: \`job.cancel\` on an API without a cancel operation does not compile.\n`;
}

function describeResult(kind: KindModel): string {
  const { result } = kind.kind;
  if (result.type === "inline") return result.from ? "data" : "data in the job";
  if (result.many) return "several files";
  return result.type === "file" ? "a file" : "a file behind a URL";
}

function describeIdempotency(model: ProviderModel): string {
  const ways = model.kinds.map(({ id, kind }) => ({ id, way: idempotencyOf(kind) }));
  if (new Set(ways.map(({ way }) => way)).size === 1) return ways[0]?.way ?? "";
  return ways.map(({ id, way }) => `\`${id}\`: ${way}`).join("; ");
}

function idempotencyOf({ submit: { idempotency } }: JobKind): string {
  if (idempotency.by === "header") return `safe, by the header \`${idempotency.header}\``;
  if (idempotency.by === "client-id") return `safe, by the field \`${idempotency.field}\``;
  return "makes a second job; the client submits at most once";
}

function describeEstimate({ kinds }: ProviderModel): string {
  const priced = kinds.filter(({ kind }) => kind.estimate);
  if (priced.length === 0) return "not told before a submit";
  const calls = priced.map(
    ({ camelName }) => `\`jobs.${kinds.length > 1 ? `${camelName}.` : ""}estimate(input)\``,
  );
  return `${calls.join(", ")}, before a submit`;
}

function describePolling(model: ProviderModel): string {
  const { minMs, maxMs, wait } = model.api.job.poll;
  const interval = `every ${minMs / 1000} to ${maxMs / 1000} s`;
  return wait ? `${interval}, or held back by the server for up to ${wait.maxSeconds} s` : interval;
}

function describeLimits(model: ProviderModel): string {
  const { inFlight, perMinute } = model.api.limits;
  const parts = [
    ...(inFlight === undefined ? [] : [`${inFlight} jobs queued or running`]),
    ...(perMinute === undefined ? [] : [`${perMinute} requests a minute`]),
  ];
  return parts.length > 0 ? parts.join(", ") : "none documented";
}

function renderErrors(model: ProviderModel): string {
  const { cancel, delete: remove } = model.api;
  const refused = (action: { refused?: { status: number; code?: string } }) =>
    action.refused
      ? ` (HTTP ${action.refused.status}${action.refused.code ? `, \`${action.refused.code}\`` : ""})`
      : "";
  const rows: [string, string][] = [
    ["`JobFailedError`", "`wait()`: the API says that the job failed, and why"],
    ["`JobCanceledError`", "`wait()`: the job was canceled"],
    ["`WaitTimeoutError`", "`wait()`: the deadline passed; the job runs on, and `error.token` resumes it"],
    [
      "`JobNotFoundError`",
      `the API does not know the job, or no longer (HTTP ${model.api.job.gone.statuses.join(", ")})`,
    ],
    ...(cancel
      ? [row("`JobNotCancelableError`", `\`cancel()\`: the job is past canceling${refused(cancel)}`)]
      : []),
    ...(remove
      ? [row("`JobNotDeletableError`", `\`delete()\`: the job cannot be deleted now${refused(remove)}`)]
      : []),
    ["`SubmitOutcomeUnknownError`", "`submit()`: the connection broke, and a job may exist"],
  ];
  return `All come from \`@docjobs/jobs-core\` and are \`JobsError\`s with \`code\`, \`retryable\`, \`status\`, \`providerCode\`, \`requestId\` and, after a submit, \`token\`.\n\n${table(["error", "when"], rows)}\n`;
}

function renderOperations(model: ProviderModel): string {
  const rows = model.operations.map((operation): string[] => [
    `\`${operation.id}\``,
    `\`${operation.method} ${operation.path}\``,
    cell(operation.summary) + (operation.keyless && model.api.auth.length > 0 ? " (no key needed)" : ""),
  ]);
  return `${table(["operation", "request", "what it does"], rows)}\n`;
}

function exampleCall(model: ProviderModel): string {
  const simple = model.operations.find(
    (each) => each.method === "GET" && each.parameters.every((p) => !p.required),
  );
  const operation = simple ?? model.operations[0];
  if (!operation) return "GET()";
  const parameters = operation.parameters
    .filter((each) => each.in === "path")
    .map((each) => `${each.name}: "…"`);
  const options = parameters.length > 0 ? `, { params: { path: { ${parameters.join(", ")} } } }` : "";
  return `${operation.method}("${operation.path}"${options})`;
}

function row(first: string, second: string): [string, string] {
  return [first, second];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
