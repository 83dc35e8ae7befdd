import { withField } from "../job/body-field.js";
import type { Connection } from "../http/connection.js";
import { InputFileError } from "../errors/errors.js";
import { feature } from "../feature.js";
import type { FileInput } from "../job-api.js";
import type { PreparedInput } from "./prepare-input.js";
import type { SubmitOptions } from "./submit-options.js";

/** Puts files into a submit's input: uploaded and referred to, in the submit itself, in a field, or behind it. */
export async function takeFiles(
  connection: Connection,
  { field, upload: uploadName, many, base64, maxBytes }: FileInput,
  files: readonly Blob[],
  prepared: PreparedInput,
  options: SubmitOptions,
): Promise<void> {
  const { api } = connection;
  const upload = uploadName === undefined ? undefined : api.uploads[uploadName];
  for (const file of files) checkFile(file, upload ? upload.maxBytes : maxBytes);
  const [first] = files;
  if (upload?.afterSubmit && first) {
    prepared.afterSubmit = (answer) => feature(api, "uploadRest")(connection, upload, first, answer, options);
  } else if (!upload && !base64) {
    Object.assign(prepared, { files, fileField: field });
  } else if (field !== undefined) {
    const values: unknown[] = [];
    for (const file of files)
      values.push(
        upload
          ? (await feature(api, "uploadFile")(connection, upload, file, options)).id
          : await feature(api, "encodeFile")(file),
      );
    prepared.fields = withField(prepared.fields, field, many ? values : values[0]);
  }
}

/** Throws InputFileError for a file that the API cannot take. */
export function checkFile({ size }: Blob, maxBytes: number = Infinity): void {
  if (size === 0) throw new InputFileError("The input file is empty.");
  if (size > maxBytes) throw new InputFileError(`The input file has ${size} bytes; ${maxBytes} are allowed.`);
}
