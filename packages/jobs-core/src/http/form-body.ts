import type { Activity } from "./call.js";
import type { Connection } from "./connection.js";
import type { BodyParts, SentBody } from "../upload/file-body.js";
import { watchFile } from "../upload/watch-file.js";

/** A body that is a form: fields, then files. */
export function formBody(
  { clock }: Connection,
  { files, headers, fields = [], part = "file", onProgress }: BodyParts,
): SentBody {
  const form = new FormData();
  const activity: Activity = {};
  let bodyBytes = 0;
  for (const [name, value] of fields) form.append(name, value);
  for (const file of files) {
    form.append(part, watchFile(clock, file, activity, onProgress));
    bodyBytes += file.size;
  }
  return { body: form, headers, ...(bodyBytes > 0 && { bodyBytes, activity }) };
}
