import type { Connection } from "./connection.js";
import type { Activity } from "./call.js";
import { feature } from "./feature.js";
import type { Submit } from "./job-api.js";
import type { SubmitOptions } from "./submit-options.js";
import type { PreparedInput } from "./prepare-input.js";

/** What a submit sends. */
export interface RequestBody {
  body?: string | FormData | Blob;
  headers: Record<string, string>;
  bodyBytes?: number;
  activity?: Activity;
}

/** The submit's body as the API takes it; made anew for each attempt. */
export function requestBody(
  connection: Connection,
  submit: Submit,
  prepared: PreparedInput,
  onProgress: SubmitOptions["onProgress"],
): RequestBody {
  const { api } = connection;
  const { content } = submit;
  const { fields, headers, files } = prepared;
  if (content === "application/json")
    return { body: JSON.stringify(fields), headers: { ...headers, "content-type": content } };
  if (content === "none") return { headers };
  if (content === "file" && files[0])
    return feature(api, "fileBody")(connection, files[0], headers, { onProgress });
  return feature(api, "formBody")(connection, submit, prepared, onProgress);
}
