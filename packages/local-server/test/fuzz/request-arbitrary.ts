import fc, { type Arbitrary } from "fast-check";
import { type DocumentedOperation } from "../completeness/operations.js";
import { type FuzzSchema, junk, type KnownValues, spoiled, validValue } from "./schema-arbitrary.js";

/** A request that can be shown and sent again. */
export interface FuzzRequest {
  method: string;
  /** Path and query. */
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

interface Parameter {
  name: string;
  in: string;
  schema?: FuzzSchema;
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: { content?: Record<string, { schema?: FuzzSchema }> };
}

const keys = { authorization: "Bearer alice", "x-fast-api-key": "alice", "x-api-key": "alice" };
const boundary = "fuzz-boundary";

/** Requests for an operation: mostly well formed, often with something wrong. */
export function fuzzRequest(documented: DocumentedOperation, known: KnownValues): Arbitrary<FuzzRequest> {
  const operation = documented.operation as unknown as Operation;
  return fc
    .record({
      path: pathOf(documented, operation, known),
      query: queryOf(operation, known),
      auth: fc.oneof({ weight: 8, arbitrary: fc.constant<Record<string, string>>(keys) }, wrongKeys),
      extra: extraHeaders,
      body: bodyOf(operation, known),
    })
    .map(({ path, query, auth, extra, body }) => ({
      method: documented.method,
      path: path + query,
      headers: { ...auth, ...extra, ...body.headers },
      body: body.text,
    }));
}

const wrongKeys: Arbitrary<Record<string, string>> = fc.constantFrom<Record<string, string>[]>(
  {},
  { authorization: "Bearer ", "x-api-key": "", "x-fast-api-key": " " },
  { authorization: "Basic YWxpY2U6YWxpY2U=" },
  { authorization: "Bearer mallory", "x-fast-api-key": "mallory", "x-api-key": "mallory" },
);

const extraHeaders: Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Record<string, string>>({}) },
  fc.constantFrom<Record<string, string>[]>(
    { range: "bytes=0-0" },
    { range: "bytes=99999999999999999999-" },
    { range: "bytes=-0" },
    { range: "bytes=5-1,3-9" },
    { range: "lines=1-2", "if-range": "W/x" },
    { "if-unmodified-since": "yesterday" },
    { "if-unmodified-since": "Thu, 01 Jan 1970 00:00:00 GMT" },
    { accept: "image/png;q=0", "accept-encoding": "br;q=0" },
    { "content-encoding": "gzip" },
    { cookie: "a=b; ".repeat(200) },
  ),
);

function pathOf({ path }: DocumentedOperation, operation: Operation, known: KnownValues): Arbitrary<string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const segments = names.map((name) => {
    const schema = operation.parameters?.find((parameter) => parameter.name === name)?.schema ?? {
      type: "string",
    };
    const wrong = fc.constantFrom(
      "..",
      "%00",
      "%2e%2e%2f",
      "%",
      "%zz",
      "a".repeat(600),
      "%E2%80%AE",
      "0",
      "null",
      "*",
    );
    const valid = validValue(schema, known, name).map((value) =>
      encodeURIComponent(wellFormed(asText(value))),
    );
    return fc.oneof({ weight: 5, arbitrary: valid }, wrong);
  });
  return fc
    .tuple(...segments)
    .map((values) =>
      names.reduce((text, name, index) => text.replace(`{${name}}`, () => values[index] || "-"), path),
    );
}

function queryOf({ parameters = [] }: Operation, known: KnownValues): Arbitrary<string> {
  const pairs = parameters
    .filter((parameter) => parameter.in === "query")
    .map(({ name, schema = {} }) =>
      fc
        .option(fc.oneof({ weight: 3, arbitrary: validValue(schema, known, name) }, junk), { nil: undefined })
        .map((value): [string, unknown][] => (value === undefined ? [] : [[name, value]])),
    );
  const more = fc.constantFrom<[string, unknown][][]>(
    [],
    [],
    [["wait", "0"]],
    [["wait", "x"]],
    [["a[b]", "c"]],
  );
  return fc.tuple(more, ...pairs).map((lists) => {
    const query = new URLSearchParams(
      lists.flat().map(([name, value]): [string, string] => [name, wellFormed(asText(value))]),
    );
    return query.size === 0 ? "" : `?${query.toString().slice(0, 8000)}`;
  });
}

interface Body {
  headers: Record<string, string>;
  text: string | undefined;
}

function bodyOf({ requestBody }: Operation, known: KnownValues): Arbitrary<Body> {
  const none = fc.constant<Body>({ headers: {}, text: undefined });
  const types = Object.entries(requestBody?.content ?? {});
  if (types.length === 0) return none;
  const bodies = types.map(([type, { schema = {} }]) =>
    type === "application/json" ? jsonBody(schema, known) : multipartBody(schema, known),
  );
  return fc.oneof(
    { weight: 10, arbitrary: fc.oneof(...bodies) },
    fc.constantFrom<Body[]>(
      { headers: { "content-type": "application/json" }, text: "" },
      { headers: { "content-type": "application/json" }, text: "{" },
      { headers: { "content-type": "application/json" }, text: '{"__proto__": {"a": 1}}' },
      { headers: { "content-type": "application/json" }, text: `${"[".repeat(5000)}${"]".repeat(5000)}` },
      { headers: { "content-type": "application/json; charset=utf-7" }, text: "{}" },
      { headers: { "content-type": "text/plain" }, text: "hello" },
      { headers: { "content-type": "nonsense" }, text: "hello" },
      { headers: { "content-type": "multipart/form-data" }, text: "no boundary" },
      { headers: { "content-type": `multipart/form-data; boundary=${boundary}` }, text: "--other" },
      { headers: { "content-type": `multipart/form-data; boundary=${boundary}` }, text: `--${boundary}\r\n` },
    ),
    none,
  );
}

function jsonBody(schema: FuzzSchema, known: KnownValues): Arbitrary<Body> {
  const valid = validValue(schema, known);
  return fc.oneof({ weight: 2, arbitrary: valid }, valid.chain(spoiled)).map((value) => ({
    headers: { "content-type": "application/json" },
    text: JSON.stringify(value) ?? "",
  }));
}

function multipartBody({ properties = {} }: FuzzSchema, known: KnownValues): Arbitrary<Body> {
  const file = fc.tuple(
    fc.constantFrom("file", "file", "file", "File", "upload", ""),
    fc.oneof(
      fc.constantFrom("a.png", "../../a.pdf", "a\u0000.pdf", "\u202egpj.exe", `${"n".repeat(1000)}.png`),
      fc.string(),
    ),
    fc.constantFrom(...(known("file") as string[])),
  );
  const fields = Object.entries(properties)
    .filter(([, { format }]) => format !== "binary")
    .map(([name, schema]) =>
      fc
        .option(fc.oneof({ weight: 3, arbitrary: validValue(schema, known, name) }, junk), {
          nil: undefined,
          freq: 2,
        })
        .map((value) => (value === undefined ? "" : part(name, undefined, asText(value)))),
    );
  return fc
    .tuple(fc.array(file, { minLength: 0, maxLength: 2 }), fc.tuple(...fields), fc.boolean())
    .map(([files, texts, filesFirst]) => {
      const fileParts = files.map(([name, fileName, content]) => part(name, fileName, content));
      const parts = filesFirst ? [...fileParts, ...texts] : [...texts, ...fileParts];
      return {
        headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
        text: `${parts.join("")}--${boundary}--\r\n`,
      };
    });
}

function part(name: string, fileName: string | undefined, content: string): string {
  const quoted = (text: string): string => text.replaceAll(/["\r\n]/g, "_");
  const file =
    fileName === undefined
      ? ""
      : `; filename="${quoted(fileName)}"\r\nContent-Type: application/octet-stream`;
  return `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${file}\r\n\r\n${content}\r\n`;
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** Half a surrogate pair cannot be sent in a URL. */
function wellFormed(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}
