import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { parseDocument } from "yaml";
import { NewProviderRefusedError } from "./refused.js";

/** A spec as it lies on the user's disk. */
export interface SpecSource {
  /** Absolute path. */
  file: string;
  text: string;
  /** `info.title`, if the document has one. */
  title: string | undefined;
  /** Files that it refers to, and they to others: absolute paths, without the spec itself. */
  references: readonly string[];
  /** True if all of them lie in or below the spec's folder, and none refers back to the spec. */
  isSelfContained: boolean;
}

const maxBytes = 20 * 1024 * 1024;

/** Reads the spec and finds what it refers to. Throws NewProviderRefusedError if it is no OpenAPI 3.1 document. */
export function readSource(given: string, cwd: string): SpecSource {
  const file = path.resolve(cwd, given);
  const text = readText(file, given);
  const data = parseYaml(text, given);
  checkVersion(data, given);
  const references = new Set<string>();
  let isSelfContained = true;
  const visit = (from: string, node: unknown, shown: string): void => {
    for (const reference of listReferences(node)) {
      const target = localTarget(reference, from, shown);
      if (target === undefined || target === from) continue;
      if (target === file || isOutside(path.dirname(file), target)) isSelfContained = false;
      if (target === file || references.has(target)) continue;
      references.add(target);
      const name = path.relative(path.dirname(file), target);
      visit(target, parseYaml(readText(target, name, shown), name), name);
    }
  };
  visit(file, data, given);
  const { info } = data as { info?: { title?: unknown } };
  const title = typeof info?.title === "string" ? info.title : undefined;
  return { file, text, title, references: [...references], isSelfContained };
}

function readText(file: string, given: string, by?: string): string {
  const from = by === undefined ? "" : `, which ${by} refers to`;
  try {
    const stats = statSync(file);
    if (!stats.isFile())
      throw new NewProviderRefusedError(`${given}${from} is not a file; give the path of an OpenAPI file`);
    if (stats.size > maxBytes) throw new NewProviderRefusedError(`${given}${from} is larger than 20 MB`);
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof NewProviderRefusedError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "does not exist" : `cannot be read (${code ?? String(error)})`;
    throw new NewProviderRefusedError(`${given}${from} ${why}; check the path`);
  }
}

function parseYaml(text: string, given: string): unknown {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) {
    const line = error.linePos?.[0].line ?? 1;
    throw new NewProviderRefusedError(
      `${given}:${line} ${(error.message.split("\n")[0] ?? "").replace(/ at line.*$/, "")} (mend the YAML)`,
    );
  }
  try {
    return document.toJS();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new NewProviderRefusedError(`${given} ${why} (mend the YAML)`, { cause });
  }
}

function checkVersion(data: unknown, given: string): void {
  const { openapi, swagger } = (data ?? {}) as { openapi?: unknown; swagger?: unknown };
  if (typeof openapi === "string" && /^3\.1\.\d+$/.test(openapi)) return;
  if (openapi === undefined && swagger === undefined) {
    throw new NewProviderRefusedError(
      `${given} is not an OpenAPI document: it has no \`openapi\` field; begin it with \`openapi: 3.1.0\``,
    );
  }
  const version = String(openapi ?? swagger);
  const steps = swagger === undefined && version.startsWith("3.0") ? upgradeFrom30 : upgradeFromOther;
  throw new NewProviderRefusedError(`${given} is OpenAPI ${version}; 3.1 is needed. ${steps}`);
}

const upgradeFrom30 =
  'To upgrade by hand: `openapi: 3.1.0`; `nullable: true` becomes `type: [string, "null"]`; ' +
  "`exclusiveMinimum: true` with `minimum: 1` becomes `exclusiveMinimum: 1`; `example` in a schema becomes `examples: [...]`. " +
  "A converter does the same: npx -y @scalar/cli document upgrade <file> --output openapi.yaml";
const upgradeFromOther =
  "Convert it first, for example: npx -y @scalar/cli document upgrade <file> --output openapi.yaml";

/** The file that a reference names; undefined for a place in the same file. */
function localTarget(reference: string, from: string, shown: string): string | undefined {
  const [name = ""] = reference.split("#");
  if (name === "") return undefined;
  if (/^[a-z][a-z0-9+.-]+:/i.test(name) || name.startsWith("//")) {
    throw new NewProviderRefusedError(`${shown} refers to ${name}; download it, and refer to the local file`);
  }
  try {
    return path.resolve(path.dirname(from), decodeURIComponent(name));
  } catch {
    throw new NewProviderRefusedError(
      `${shown} has the reference "${reference}", which cannot be decoded; mend it`,
    );
  }
}

function listReferences(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(listReferences);
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, child]) => {
    if (key === "$ref" && typeof child === "string") return [child];
    // What is shown as an example is not followed.
    return key === "example" || key === "examples" ? [] : listReferences(child);
  });
}

function isOutside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative.startsWith("..") || path.isAbsolute(relative);
}
