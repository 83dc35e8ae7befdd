import type { Activity } from "../http/call.js";
import type { Connection } from "../http/connection.js";
import type { SubmitOptions } from "../submit/submit-options.js";
import { watchFile } from "./watch-file.js";

/** What a body is made of; made anew for each attempt. */
export interface BodyParts {
  files: readonly Blob[];
  headers: Record<string, string>;
  /** Fields of a form, which go before its files, so that a server that reads in order knows them first. */
  fields?: readonly (readonly [string, string])[];
  /** Name of a form's files. */
  part?: string | undefined;
  onProgress?: SubmitOptions["onProgress"];
}

/** A body, its headers, and what its time limits need. */
export interface SentBody {
  body?: string | FormData | Blob;
  headers: Record<string, string>;
  bodyBytes?: number;
  activity?: Activity;
}

/** A body that is the file. */
export function fileBody(
  { clock }: Connection,
  { files: [file = new Blob([])], headers, onProgress }: BodyParts,
): SentBody {
  const activity: Activity = {};
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
  return {
    body: watchFile(clock, file, activity, onProgress),
    headers: { ...(!hasType && { "content-type": file.type || "application/octet-stream" }), ...headers },
    bodyBytes: file.size,
    activity,
  };
}
