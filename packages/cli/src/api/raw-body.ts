import { fileFrom } from "@docjobs/jobs-core/node";
import { usageError } from "../errors/usage-error.js";
import { checkDocument } from "../input/check-document.js";
import type { BodyInfo } from "../provider-entry.js";

const STRUCTURED = ["application/json", "multipart/form-data", "application/x-www-form-urlencoded"];

/** True where the body is the file itself, with neither fields nor parts. */
export function isRawBody(body: BodyInfo): boolean {
  return !body.contentTypes.some((type) => STRUCTURED.includes(type));
}

/** The file that `--body @path` names, streamed as it is. Throws usage errors. */
export async function rawBody(
  body: BodyInfo,
  text: string,
  taker: string,
): Promise<{ body: Blob; contentType: string }> {
  if (!text.startsWith("@") || text === "@") {
    throw usageError(`${taker} takes a file as its body.`, "Use --body @path.");
  }
  const { path } = await checkDocument(text.slice(1), { taker, formats: [] });
  const type = body.contentTypes[0];
  // A range such as image/* is no type of a file.
  const contentType = type === undefined || type.includes("*") ? "application/octet-stream" : type;
  return { body: await fileFrom(path), contentType };
}
