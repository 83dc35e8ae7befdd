import type { Connection } from "./connection.js";
import type { Activity } from "./call.js";
import type { SubmitOptions } from "./submit-options.js";
import { watchFile } from "./watch-file.js";

/** A body that is the file, or a form with the file behind its fields; made anew for each attempt. */
export function fileBody(
  connection: Connection,
  file: Blob,
  headers: Record<string, string>,
  {
    part,
    fields = [],
    onProgress,
  }: {
    part?: string | undefined;
    fields?: readonly (readonly [string, string])[];
    onProgress?: SubmitOptions["onProgress"];
  },
): { body: FormData | Blob; headers: Record<string, string>; bodyBytes: number; activity: Activity } {
  const { content, activity } = watchFile(connection, file, onProgress);
  const about = { bodyBytes: file.size, activity };
  if (part === undefined) {
    const hasType = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
    const type = hasType ? {} : { "content-type": file.type || "application/octet-stream" };
    return { body: content, headers: { ...headers, ...type }, ...about };
  }
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  form.append(part, content);
  return { body: form, headers, ...about };
}
