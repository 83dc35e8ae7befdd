import type { Connection } from "./connection.js";
import { ConfigurationError } from "./errors.js";
import type { JobKind } from "./job-api.js";
import type { SubmitOptions } from "./jobs-client.js";
import { checkFile, uploadFile } from "./upload-file.js";

/** A submit's input, ready to be sent. */
export interface PreparedInput {
  /** The body's fields, without a file. */
  fields: Record<string, unknown>;
  /** A file that goes in the submit itself. */
  file?: { field: string; content: Blob };
  /** What the submit refers to: an uploaded file or another job. */
  reference?: string;
  /** The field that holds `reference`. */
  referenceField?: string;
  /** Only this submit can refer to it. */
  isFreshReference: boolean;
}

/** Checks the input, then uploads its file where the API wants that first. */
export async function prepareInput(
  connection: Connection,
  kindName: string,
  input: object,
  { signal, onProgress }: SubmitOptions,
): Promise<PreparedInput> {
  const { api } = connection;
  const { submit, input: takes } = api.kinds[kindName] as JobKind;
  const { file: given, ...others } = input as Record<string, unknown>;
  const file = isBlob(given) ? given : undefined;
  const fields = file ? others : ({ ...input } as Record<string, unknown>);
  const field = takes.file?.field;
  if (file && field === undefined) throw new ConfigurationError(`${api.title} ${kindName} takes no file.`);
  const missing = submit.required.filter((name) => fields[name] === undefined && !(file && name === field));
  if (missing.length > 0)
    throw new ConfigurationError(`${api.title} ${kindName} needs ${missing.join(", ")}.`);
  const upload = takes.file?.upload === undefined ? undefined : api.uploads[takes.file.upload];
  if (file && field !== undefined) {
    checkFile(file, upload?.maxBytes);
    if (!upload) return { fields, file: { field, content: file }, isFreshReference: false };
    fields[field] = await uploadFile(connection, upload, file, { signal, onProgress });
  }
  const referenceField = upload ? field : takes.job?.field;
  const reference = referenceField === undefined ? undefined : fields[referenceField];
  return {
    fields,
    isFreshReference: file !== undefined,
    ...(typeof reference === "string" && referenceField !== undefined && { reference, referenceField }),
  };
}

function isBlob(value: unknown): value is Blob {
  return typeof value === "object" && value !== null && typeof (value as Blob).stream === "function";
}
