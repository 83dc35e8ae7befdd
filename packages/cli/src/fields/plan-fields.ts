import { placeField, readField, topField } from "./place-field.js";
import { suggest } from "../closest.js";
import type { Note } from "../context.js";
import { usageError } from "../errors/usage-error.js";
import { commonFormatMeant, isCommonFormat } from "../input/common-formats.js";
import { spelledAs } from "../input/format-names.js";
import type { FieldInfo } from "../provider-entry.js";
import type { Target } from "../providers/find-provider.js";
import { parseAssignment } from "./parse-assignment.js";
import { parseFieldValue } from "./parse-field-value.js";

/** What the command line says about the request. */
export interface FieldFlags {
  to?: string;
  engine?: string;
  set?: readonly string[];
}

/** The submit's fields as far as they are known without a request; the document and the engine come later. */
export interface FieldPlan {
  fields: Record<string, unknown>;
  /** The wanted output format, where the kind has one. */
  format?: string;
  /** Named by the caller. */
  engine?: string;
}

/** Checks --to, --engine and --set against the spec. Sends nothing; throws usage errors. */
export function planFields(
  target: Target,
  flags: FieldFlags,
  outputExtension: string,
  note: Note,
): FieldPlan {
  const set = readSet(target, flags.set ?? []);
  const { input } = target.kind;
  const format = planFormat(target, set, flags.to, outputExtension);
  const engine = planEngine(target, set, flags.engine);
  const given = input.format?.field.startsWith("/") ? set : withFormat(set);
  fillDefaults(target, given, note);
  // A format inside a field leaves the rest of that one to a default.
  const fields = withFormat(given);
  requireAll(target, fields);

  function withFormat(known: Record<string, unknown>): Record<string, unknown> {
    return input.format && format !== undefined ? placeField(known, input.format.field, format) : known;
  }
  return { fields, ...(format !== undefined && { format }), ...(engine !== undefined && { engine }) };
}

/** The fields that the input argument fills. */
export function inputFields({ kind: { input } }: Target): string[] {
  const found = [input.file?.field, input.url?.field, input.job?.field];
  // A field inside another one leaves the rest of that one to be set.
  return found.filter((field) => field !== undefined).filter((field) => !field.startsWith("/"));
}

/** What a submit takes: its body's fields, and the parameters that its input has. */
function bodyFields(target: Target): readonly FieldInfo[] {
  const { parameters = {} } = target.kind.submit;
  return [
    ...(target.submit.body?.fields ?? []),
    ...target.submit.parameters.filter(({ name }) => Object.hasOwn(parameters, name)),
  ];
}

function label({ provider, kindName }: Target): string {
  return `${provider.id} ${kindName}`;
}

function readSet(target: Target, assignments: readonly string[]): Record<string, unknown> {
  const known = bodyFields(target);
  const taken = inputFields(target);
  const settable = known.filter((field) => !taken.includes(field.name) && field.type !== "file");
  const fields: Record<string, unknown> = {};
  for (const text of assignments) {
    const { name, text: value } = parseAssignment(text, "--set");
    if (taken.includes(name))
      throw usageError(`--set ${name}: the input argument sets it.`, "Name the document as the input.");
    const field = settable.find((candidate) => candidate.name === name);
    if (!field) {
      throw usageError(
        `--set ${name}: ${label(target)} has no such field.`,
        suggest(
          name,
          settable.map((candidate) => candidate.name),
        ),
      );
    }
    fields[name] = parseFieldValue(field, value);
  }
  return fields;
}

function planFormat(
  target: Target,
  fields: Readonly<Record<string, unknown>>,
  to: string | undefined,
  outputExtension: string,
): string | undefined {
  const { format } = target.kind.input;
  if (!format) {
    if (to === undefined) return undefined;
    throw usageError(
      `--to ${to}: ${label(target)} has one kind of result; there is nothing to choose.`,
      "Leave --to out.",
    );
  }
  const set = readField(fields, format.field);
  if (to !== undefined && set !== undefined && set !== to) {
    throw usageError(
      `--to ${to} and --set ${format.field}=${String(set)} contradict each other.`,
      "Leave one out.",
    );
  }
  if (to !== undefined) return checkFormat(target, to, format);
  if (typeof set === "string") return set;
  if (format.known.length > 0) return spelledAs(outputExtension, format.known);
  return isCommonFormat(outputExtension) ? outputExtension : undefined;
}

function checkFormat(
  target: Target,
  to: string,
  format: { field: string; known: readonly string[] },
): string {
  const spelled = spelledAs(to, format.known);
  if (spelled !== undefined) return spelled;
  if (format.known.length === 0) return checkCommonFormat(to, format.field);
  const field = bodyFields(target).find((candidate) => candidate.name === format.field);
  // Where the list is open an engine may know more, but hardly a misspelling of what is listed.
  const hint = suggest(to, format.known);
  const mayExist =
    (field?.open ?? true) && target.kind.input.engine !== undefined && !hint.startsWith("Did you mean");
  if (mayExist) return to;
  throw usageError(`--to ${to}: ${label(target)} has no such output format.`, hint);
}

/** The spec lists no formats, so only what looks like a slip in a common one is stopped. */
function checkCommonFormat(to: string, field: string): string {
  const meant = commonFormatMeant(to);
  if (meant === undefined) return to;
  throw usageError(
    `--to ${to}: no such format is known.`,
    `Did you mean ${meant}? If the API knows ${to}, send it with --set ${field}=${to}`,
  );
}

function planEngine(
  target: Target,
  fields: Readonly<Record<string, unknown>>,
  named: string | undefined,
): string | undefined {
  const { engine } = target.kind.input;
  if (!engine) {
    if (named === undefined) return undefined;
    throw usageError(
      `--engine ${named}: ${label(target)} has no engines to choose from.`,
      "Leave --engine out.",
    );
  }
  const set = readField(fields, engine.field);
  if (named !== undefined && set !== undefined && set !== named) {
    throw usageError(
      `--engine ${named} and --set ${engine.field}=${String(set)} contradict each other.`,
      "Leave one out.",
    );
  }
  return named ?? (typeof set === "string" ? set : undefined);
}

function fillDefaults(target: Target, fields: Record<string, unknown>, note: Note): void {
  for (const [name, value] of Object.entries(target.kind.input.defaults)) {
    if (fields[name] !== undefined) continue;
    fields[name] = value;
    const field = bodyFields(target).find((candidate) => candidate.name === name);
    // There is nothing to choose.
    if (field?.known?.length === 1 && field.open !== true) continue;
    const shown = Array.isArray(value)
      ? value.join(",")
      : typeof value === "object"
        ? JSON.stringify(value)
        : String(value);
    note(`Using ${name}=${shown}; --set ${name}=… chooses another.`);
  }
}

function requireAll(target: Target, fields: Readonly<Record<string, unknown>>): void {
  const { input, submit } = target.kind;
  const { idempotency } = submit;
  const sources = [input.file?.field, input.url?.field, input.job?.field].filter(
    (field) => field !== undefined,
  );
  const filledLater = new Set([
    ...[...sources, ...(input.engine ? [input.engine.field] : [])].map(topField),
    // The client makes the id up.
    idempotency.by === "client-id" ? idempotency.field : undefined,
  ]);
  // A kind that lets choose a format needs the choice, also where the spec lets the field stand elsewhere.
  const needed = input.format ? [...submit.required, input.format.field] : submit.required;
  const missing = needed.find(
    (name) => readField(fields, name) === undefined && !filledLater.has(topField(name)),
  );
  if (missing === undefined) return;
  if (missing === input.format?.field) {
    const choice = input.format.known.slice(0, 12).join(", ");
    throw usageError(
      `${label(target)} needs the output format.`,
      `Add --to <format>${choice ? `: ${choice}` : ""}.`,
    );
  }
  const field = bodyFields(target).find((candidate) => candidate.name === missing);
  const known = field?.known?.length ? ` Known: ${field.known.slice(0, 12).join(", ")}.` : "";
  throw usageError(`${label(target)} needs ${missing}.`, `Add --set ${missing}=…${known}`);
}
