import { asPointer } from "../job/body-field.js";
import type { Answer } from "../http/call-api.js";
import type { Connection } from "../http/connection.js";
import { ConfigurationError } from "../errors/errors.js";
import { feature } from "../feature.js";
import type { JobKind } from "../job-api.js";
import { readText } from "../job/place.js";
import type { SubmitOptions } from "./submit-options.js";

/** A submit's input, ready to be sent. */
export interface PreparedInput {
  /** The body's fields, without a file. */
  fields: Record<string, unknown>;
  /** Parameters of the operation. */
  parameters: Record<string, string>;
  /** Headers of the operation. */
  headers: Record<string, string>;
  /** Files that go in the submit itself; without a field they are the body. */
  files: readonly Blob[];
  fileField?: string | undefined;
  /** What is to be done behind the submit: the file follows it. */
  afterSubmit?: (answer: Answer) => Promise<unknown>;
  /** What the submit refers to: an uploaded file or another job. */
  reference?: string | undefined;
  /** The pointer of the field that holds `reference`. */
  referenceField?: string | undefined;
  /** Only this submit can refer to it. */
  isFreshReference: boolean;
}

/** Checks the input, then uploads its file where the API wants that first. */
export async function prepareInput(
  connection: Connection,
  kindName: string,
  input: object,
  options: SubmitOptions,
): Promise<PreparedInput> {
  const { api } = connection;
  const { submit, input: takes } = api.kinds[kindName] as JobKind;
  const { idempotency, parameters: places = {}, required } = submit;
  const fields = { ...input } as Record<string, unknown>;
  const files = [fields["file"]].flat();
  const hasFiles = files.every(isBlob);
  if (hasFiles) delete fields["file"];
  const prepared: PreparedInput = {
    fields,
    parameters: {},
    headers: {},
    files: [],
    isFreshReference: hasFiles,
  };
  for (const [name, place] of Object.entries(places)) {
    const text = readText("", fields[name]);
    delete fields[name];
    if (text !== undefined) prepared[place === "header" ? "headers" : "parameters"][name] = text;
  }
  const known = { ...fields, ...prepared.parameters, ...prepared.headers };
  const { file } = takes;
  const field = file?.field && asPointer(file.field);
  // The client makes up its own id, and a file fills its field.
  const filled = [idempotency.by === "client-id" && idempotency.field, hasFiles && field?.split("/")[1]];
  const missing = required.filter((name) => known[name] === undefined && !filled.includes(name));
  if (!hasFiles && file && field === undefined) missing.push("file");
  const problem =
    hasFiles && !file
      ? "takes no file"
      : files.length > 1 && hasFiles && !file?.many
        ? "takes one file"
        : missing.length > 0 && `needs ${missing.join(", ")}`;
  if (problem) throw new ConfigurationError(`${api.title} ${kindName} ${problem}.`);
  if (hasFiles && file) await feature(api, "takeFiles")(connection, file, files, prepared, options);
  const referenceField = file?.upload === undefined ? takes.job?.field : field;
  prepared.referenceField = referenceField && asPointer(referenceField);
  prepared.reference = readText(prepared.referenceField, prepared.fields);
  return prepared;
}

function isBlob(value: unknown): value is Blob {
  return typeof (value as Blob | undefined | null)?.stream === "function";
}
