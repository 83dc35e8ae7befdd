import type { FieldInfo, OperationInfo, ProviderEntry } from "../provider-entry.js";
import { isRawBody } from "./raw-body.js";

/** One operation as text: what it does, what it takes, an example. */
export function describeOperation(provider: ProviderEntry, operation: OperationInfo): string {
  const { id, method, path, summary, parameters, body, keyless } = operation;
  const lines = [
    `${provider.id} ${id}: ${summary}`,
    `  ${method} ${path}${keyless ? "   (no key needed)" : ""}`,
    "",
  ];
  if (parameters.length > 0) {
    lines.push(
      "PARAMETERS (--param)",
      ...parameters.flatMap((parameter) => fieldLines(parameter, `in ${parameter.in}`)),
      "",
    );
  }
  if (body) {
    lines.push(`BODY ${body.required ? "required" : "optional"}: ${body.contentTypes.join(", ")}`);
    lines.push(...body.fields.flatMap((field) => fieldLines(field, "")), "");
  }
  lines.push("EXAMPLE", `  ${exampleOf(provider, operation)}`);
  return `${lines.join("\n")}\n`;
}

function fieldLines(field: FieldInfo, place: string): string[] {
  const type = field.items === undefined ? field.type : `${field.type} of ${field.items}`;
  const facts = [type, field.required ? "required" : "", place].filter((fact) => fact !== "");
  const lines = [`  ${field.name}  (${facts.join(", ")})`];
  if (field.description) lines.push(`      ${field.description.replaceAll("\n", "\n      ")}`);
  if (field.known?.length) lines.push(`      ${field.open ? "known" : "one of"}: ${field.known.join(", ")}`);
  return lines;
}

function exampleOf(provider: ProviderEntry, { id, parameters, body }: OperationInfo): string {
  const words = parameters.filter((parameter) => parameter.required).map(({ name }) => `--param ${name}=…`);
  if (body && isRawBody(body)) return ["docjobs api", provider.id, id, ...words, "--body @path"].join(" ");
  const required = body?.fields.filter((field) => field.required || field.type === "file") ?? [];
  words.push(...required.map((field) => `--form ${field.name}=${field.type === "file" ? "@path" : "…"}`));
  return ["docjobs api", provider.id, id, ...words].join(" ");
}
