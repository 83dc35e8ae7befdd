import { parse } from "node:path";
import { safeFileName } from "@docjobs/jobs-core/node";
import type { BatchInput } from "../batch-input.js";

const NAMELESS = "document";

/** The wanted path of an input's result, without the result's extension: never absolute, never upwards. */
export function stemOf({ path, url, jobId, output }: BatchInput, extension: string): string {
  if (output !== undefined && output !== "") {
    const parts = output.split(/[/\\]/u).flatMap((part) => safeFileName(part) ?? []);
    if (parts.length > 0) return withoutExtension(parts.join("/"), extension);
  }
  if (path !== undefined) return safeFileName(parse(path).name) ?? NAMELESS;
  if (url !== undefined) return stemOfUrl(url);
  return safeFileName(jobId ?? "") ?? NAMELESS;
}

function withoutExtension(name: string, extension: string): string {
  const end = `.${extension}`;
  const isThere = name.length > end.length && name.toLowerCase().endsWith(end.toLowerCase());
  return extension !== "" && isThere ? name.slice(0, -end.length) : name;
}

function stemOfUrl(url: string): string {
  if (!URL.canParse(url)) return NAMELESS;
  const { pathname, hostname } = new URL(url);
  const last = pathname.split("/").at(-1) ?? "";
  return safeFileName(parse(decoded(last)).name) ?? safeFileName(hostname) ?? NAMELESS;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
