import { readFile } from "node:fs/promises";
import { fileFrom } from "@docjobs/jobs-core/node";
import { suggest } from "../closest.js";
import { usageError } from "../errors/usage-error.js";
import { errnoOf, fileError } from "../errors/file-error.js";
import { parseAssignment } from "../fields/parse-assignment.js";
import { parseFieldValue } from "../fields/parse-field-value.js";
import { checkDocument } from "../input/check-document.js";
import type { FieldInfo, OperationInfo, ParameterInfo } from "../provider-entry.js";
import { isRawBody, rawBody } from "./raw-body.js";

export interface RequestWords {
  param: readonly string[];
  form: readonly string[];
  body?: string;
}

export interface RequestSources {
  baseUrl: string;
  stdin: NodeJS.ReadableStream;
}

export interface BuiltRequest {
  url: string;
  init: { method: string; headers: Record<string, string>; body?: string | FormData | Blob };
}

/** Makes the request that the words describe, each typed by the spec. Sends nothing; throws usage errors. */
export async function buildRequest(
  operation: OperationInfo,
  words: RequestWords,
  sources: RequestSources,
): Promise<BuiltRequest> {
  const values = readParameters(operation, words.param);
  const { body, contentType } = await readBody(operation, words, sources);
  const headers: Record<string, string> = {};
  for (const { name } of parametersIn(operation, "header")) {
    if (values.has(name)) headers[name] = String(values.get(name));
  }
  if (contentType !== undefined) headers["content-type"] = contentType;
  return {
    url: sources.baseUrl + fillPath(operation, values) + queryOf(operation, values),
    init: { method: operation.method, headers, ...(body !== undefined && { body }) },
  };
}

function parametersIn(operation: OperationInfo, place: ParameterInfo["in"]): ParameterInfo[] {
  return operation.parameters.filter((parameter) => parameter.in === place);
}

function readParameters(operation: OperationInfo, words: readonly string[]): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const word of words) {
    const { name, text } = parseAssignment(word, "--param");
    values.set(name, parseFieldValue(findField(operation, operation.parameters, name, "--param"), text));
  }
  // What can only be one thing, such as an API version, need not be said.
  for (const { name, required, known, open } of operation.parameters) {
    if (required && !open && known?.length === 1 && !values.has(name)) values.set(name, known[0]);
  }
  requireFields(operation, operation.parameters, (name) => values.has(name), "--param");
  return values;
}

function fillPath(operation: OperationInfo, values: ReadonlyMap<string, unknown>): string {
  return operation.path.replace(/\{([^}]+)\}/gu, (_, name: string) => {
    const text = String(values.get(name));
    // Encoding leaves dots alone, and a URL made of dots is another URL.
    if (text === "" || text === "." || text === "..")
      throw usageError(`--param ${name}=${text}: not a value for a path.`);
    return encodeURIComponent(text);
  });
}

function queryOf(operation: OperationInfo, values: ReadonlyMap<string, unknown>): string {
  const query = new URLSearchParams();
  for (const { name } of parametersIn(operation, "query")) {
    const value = values.get(name);
    if (value === undefined) continue;
    for (const item of Array.isArray(value) ? value : [value]) query.append(name, plainText(item));
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

async function readBody(
  operation: OperationInfo,
  { form, body: bodyText }: RequestWords,
  { stdin }: RequestSources,
): Promise<{ body?: string | FormData | Blob; contentType?: string }> {
  const body = operation.body;
  if (!body) {
    if (bodyText === undefined && form.length === 0) return {};
    throw usageError(`${operation.id} takes no body.`, `See docjobs api <provider> ${operation.id} --help`);
  }
  if (bodyText !== undefined && form.length > 0) throw usageError("--body and --form exclude each other.");
  if (isRawBody(body)) {
    if (bodyText === undefined && form.length === 0 && !body.required) return {};
    return rawBody(body, bodyText ?? "", operation.id);
  }
  const takesJson = body.contentTypes.includes("application/json");
  if (bodyText !== undefined) {
    if (!takesJson)
      throw usageError(`${operation.id} takes a form, not JSON.`, "Use --form key=value, --form file=@path.");
    return { body: checkedJson(await readBodyText(bodyText, stdin)), contentType: "application/json" };
  }
  if (form.length === 0 && !body.required) return {};
  const names = form.map((word) => parseAssignment(word, "--form").name);
  requireFields(operation, body.fields, (name) => names.includes(name), "--form");
  const isUpload = form.some((word) => isFileWord(operation, word));
  if (takesJson && !isUpload)
    return { body: JSON.stringify(jsonForm(operation, form)), contentType: "application/json" };
  return { body: await multipart(operation, form) };
}

async function readBodyText(text: string, stdin: NodeJS.ReadableStream): Promise<string> {
  if (text === "-") {
    const chunks: Buffer[] = [];
    for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Buffer));
    return Buffer.concat(chunks).toString("utf8");
  }
  if (!text.startsWith("@")) return text;
  const path = text.slice(1);
  return readFile(path, "utf8").catch((error: unknown) => {
    throw fileError(
      `${path} cannot be read (${errnoOf(error) ?? "unknown error"}).`,
      "Check the path after @.",
      error,
    );
  });
}

function checkedJson(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch (cause) {
    throw usageError("--body is not JSON.", cause instanceof Error ? cause.message : undefined);
  }
}

function jsonForm(operation: OperationInfo, form: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    form.map((word) => {
      const { name, text } = parseAssignment(word, "--form");
      return [
        name,
        parseFieldValue(findField(operation, operation.body?.fields ?? [], name, "--form"), text),
      ];
    }),
  );
}

async function multipart(operation: OperationInfo, form: readonly string[]): Promise<FormData> {
  const data = new FormData();
  for (const word of form) {
    const { name, text } = parseAssignment(word, "--form");
    const field = findField(operation, operation.body?.fields ?? [], name, "--form");
    if (field.type !== "file") {
      data.append(name, plainText(parseFieldValue(field, text)));
      continue;
    }
    if (!text.startsWith("@")) throw usageError(`--form ${name}: it takes a file.`, `--form ${name}=@path`);
    const { path } = await checkDocument(text.slice(1), { taker: operation.id, formats: [] });
    data.append(name, await fileFrom(path));
  }
  return data;
}

function isFileWord(operation: OperationInfo, word: string): boolean {
  const { name } = parseAssignment(word, "--form");
  return operation.body?.fields.some((field) => field.name === name && field.type === "file") ?? false;
}

function findField<Field extends FieldInfo>(
  operation: OperationInfo,
  fields: readonly Field[],
  name: string,
  flag: string,
): Field {
  const found = fields.find((field) => field.name === name);
  if (found) return found;
  const names = fields.map((field) => field.name);
  throw usageError(
    `${flag} ${name}: ${operation.id} has no such ${flag === "--param" ? "parameter" : "field"}.`,
    names.length === 0 ? "It takes none." : suggest(name, names),
  );
}

function requireFields(
  operation: OperationInfo,
  fields: readonly FieldInfo[],
  isGiven: (name: string) => boolean,
  flag: string,
): void {
  const missing = fields.filter((field) => field.required && !isGiven(field.name));
  if (missing.length === 0) return;
  throw usageError(
    `${operation.id} needs ${missing.map((field) => field.name).join(", ")}.`,
    `Add ${missing.map((field) => `${flag} ${field.name}=${field.type === "file" ? "@path" : "…"}`).join(" ")}`,
  );
}

function plainText(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
