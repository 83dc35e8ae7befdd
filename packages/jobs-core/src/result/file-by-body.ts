import type { Call } from "../http/call.js";
import type { FilePlace } from "../job-api.js";

/** A result that is asked for with a JSON body: what the URL has of that goes there. */
export function fileByBody(
  { operation, fields = [] }: Extract<FilePlace, { type: "file" }>,
  url: URL,
  headers: Record<string, string>,
): Pick<Call, "method" | "body" | "headers"> {
  const body = Object.fromEntries(fields.map((name) => [name, url.searchParams.get(name)]));
  for (const name of fields) url.searchParams.delete(name);
  return {
    method: operation.method,
    body: JSON.stringify(body),
    headers: { ...headers, "content-type": "application/json" },
  };
}
