import { withField } from "../job/body-field.js";
import type { Connection } from "../http/connection.js";
import type { JobKind, KindInput, Upload } from "../job-api.js";
import type { SubmitOptions } from "../submit/submit-options.js";
import { checkFile } from "../submit/take-files.js";
import { uploadFile } from "./upload-file.js";

/** A file that the API keeps for some time, for any number of submits. */
export interface UploadedFile {
  readonly id: string;
  /** Goes into the input of `submit` in place of `file`. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** When the API deletes it: milliseconds since the epoch; undefined where it does not say. */
  readonly expiresAt?: number;
}

/** The upload of a kind whose file is stored first and then referred to by its id. */
export function uploadOf(uploads: Readonly<Record<string, Upload>>, { file }: KindInput): Upload | undefined {
  const upload = file?.upload === undefined ? undefined : uploads[file.upload];
  return file?.field === undefined || upload?.afterSubmit ? undefined : upload;
}

/** Uploads a file that several submits may refer to. */
export async function uploadInput(
  connection: Connection,
  { input }: JobKind,
  upload: Upload,
  file: Blob,
  options: SubmitOptions,
): Promise<UploadedFile> {
  checkFile(file, upload.maxBytes);
  const { id, expires = "" } = await uploadFile(connection, upload, file, options);
  const at = Date.parse(expires);
  const { field = "", many } = input.file ?? {};
  return {
    id: String(id),
    fields: withField({}, field, many ? [id] : id),
    ...(at > 0 && { expiresAt: at }),
  };
}
