import type { Connection } from "./connection.js";
import { ConfigurationError, InputFileError } from "./errors.js";
import { feature } from "./feature.js";
import { asPointer, withField } from "./body-field.js";
import type { JobKind, Submit, Upload } from "./job-api.js";
import type { SubmitOptions } from "./submit-options.js";
import { readText } from "./place.js";

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
  fileField?: string;
  /** A file that follows the submit. */
  follower?: { file: Blob; upload: Upload };
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
  const files = [given].flat().every(isBlob) ? ([given].flat() as Blob[]) : [];
  const hasFile = files.length > 0;
  let fields = hasFile ? others : ({ ...input } as Record<string, unknown>);
  const fail = (problem: string): never => {
    throw new ConfigurationError(`${api.title} ${kindName} ${problem}.`);
  };
  const { parameters, headers } = takeParameters(fields, submit);
  const { file: takesFile } = takes;
  const field = takesFile?.field;
  if (hasFile && !takesFile) fail("takes no file");
  if (files.length > 1 && !takesFile?.many) fail("takes one file");
  const top = field === undefined ? undefined : asPointer(field).split("/")[1];
  const own = submit.idempotency.by === "client-id" ? submit.idempotency.field : undefined;
  const missing = submit.required.filter(
    (name) =>
      name !== own &&
      (fields[name] ?? parameters[name] ?? headers[name]) === undefined &&
      !(hasFile && name === top),
  );
  if (!hasFile && takesFile && field === undefined) missing.push("file");
  if (missing.length > 0) fail(`needs ${missing.join(", ")}`);
  const upload = takesFile?.upload === undefined ? undefined : api.uploads[takesFile.upload];
  for (const file of files) checkFile(file, upload?.maxBytes ?? takesFile?.maxBytes);
  const base = { parameters, headers, files: [], isFreshReference: false };
  if (upload?.afterSubmit && files[0]) return { ...base, fields, follower: { file: files[0], upload } };
  if (hasFile && !upload && !takesFile?.base64)
    return { ...base, fields, files, ...(field !== undefined && { fileField: field }) };
  if (hasFile && field !== undefined) {
    const values: unknown[] = [];
    for (const file of files)
      values.push(
        upload
          ? (await feature(api, "uploadFile")(connection, upload, file, { signal, onProgress })).id
          : await feature(api, "encodeFile")(file),
      );
    fields = withField(fields, field, takesFile?.many ? values : values[0]);
  }
  const referenceField = upload ? field : takes.job?.field;
  const reference = readText(referenceField && asPointer(referenceField), fields);
  return {
    ...base,
    fields,
    isFreshReference: hasFile,
    ...(reference !== undefined && referenceField !== undefined && { reference, referenceField }),
  };
}

/** Takes the fields that are parameters out of the others. */
function takeParameters(
  fields: Record<string, unknown>,
  { parameters: places = {} }: Submit,
): Pick<PreparedInput, "parameters" | "headers"> {
  const taken: Pick<PreparedInput, "parameters" | "headers"> = { parameters: {}, headers: {} };
  for (const [name, place] of Object.entries(places)) {
    const text = readText("", fields[name]);
    if (text !== undefined) taken[place === "header" ? "headers" : "parameters"][name] = text;
    delete fields[name];
  }
  return taken;
}

function isBlob(value: unknown): value is Blob {
  return typeof value === "object" && value !== null && typeof (value as Blob).stream === "function";
}

/** Throws InputFileError for a file that the API cannot take. */
export function checkFile(file: Blob, maxBytes: number = Infinity): void {
  if (file.size === 0) throw new InputFileError("The input file is empty.");
  if (file.size <= maxBytes) return;
  throw new InputFileError(`The input file has ${file.size} bytes; ${maxBytes} are allowed.`);
}
