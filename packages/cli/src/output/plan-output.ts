import { basename, dirname, join, resolve } from "node:path";
import type { JobKind } from "@docjobs/jobs-core";
import { usageError } from "../errors/usage-error.js";
import { extensionFor, extensionOf, isSniffable } from "../input/format-names.js";
import { checkOutput, isDirectoryTarget } from "./check-output.js";

/** Where a result goes. */
export type OutputPlan =
  | { type: "stdout" }
  /** Exactly this path, because the caller said so. */
  | { type: "path"; path: string }
  /** A name in this directory: the stem, and the extension that the result turns out to have. */
  | { type: "named"; directory: string; stem: string; extension: string };

export interface OutputWish {
  /** The value of -o. */
  output?: string;
  overwrite: boolean;
  kind: JobKind;
  /** The input's name without its extension. */
  stem: string;
  format?: string;
  /** What the input is, in this program's spelling. */
  inputFormat?: string;
  inputPath?: string;
}

/** Decides where the result goes and checks, before anything is sent, that it can go there. */
export async function planOutput(wish: OutputWish): Promise<OutputPlan> {
  const { output, kind, overwrite, inputPath } = wish;
  const check = { overwrite, ...(inputPath !== undefined && { inputPath }) };
  if (output === "-") return { type: "stdout" };
  if (output === "") throw usageError("-o needs a path.", "Use -o - for stdout.");
  if (output !== undefined && !(await isDirectoryTarget(output))) {
    await checkOutput(output, check);
    return { type: "path", path: output };
  }
  if (output === undefined && kind.result.type === "inline") return { type: "stdout" };
  const extension =
    kind.result.type === "inline" ? "json" : wish.format === undefined ? "" : extensionFor(wish.format);
  const plan: OutputPlan = { type: "named", directory: output ?? "", stem: wish.stem, extension };
  for (const candidate of likelyExtensions(wish, extension))
    await checkOutput(namedPath(plan, candidate), check);
  return plan;
}

/** The path of a named result with a certain extension. */
export function namedPath(plan: { directory: string; stem: string }, extension: string): string {
  return join(plan.directory, extension === "" ? plan.stem : `${plan.stem}.${extension}`);
}

/** The extension that was asked for, unless the result is an archive; the API's own where none was asked for. */
export function resultExtension(
  { name, contentType, fileCount }: { name?: string; contentType?: string; fileCount?: number },
  wanted: string,
): string {
  const named = name === undefined ? "" : extensionOf(name);
  // A server names no file here: what it calls the result tells an archive, and no more.
  if (named !== "" && (wanted === "" || named === "zip")) return named;
  if (named === "" && ((fileCount ?? 1) > 1 || contentType?.startsWith("application/zip"))) return "zip";
  return wanted;
}

/** A key that is equal for two plans that would write the same file. */
export function outputKey(plan: OutputPlan): string | undefined {
  if (plan.type === "stdout") return undefined;
  const path = plan.type === "path" ? plan.path : namedPath(plan, plan.extension);
  return join(resolve(dirname(path)), basename(path));
}

/** Pages that become pictures come as an archive, and how many pages there are shows only at the end. */
function likelyExtensions({ kind, format, inputFormat }: OutputWish, extension: string): string[] {
  const mayHavePages = inputFormat === "pdf" || inputFormat === "tiff";
  const isPicture = format !== undefined && format !== "pdf" && isSniffable(format);
  const mayBeArchive = kind.result.type === "file" && kind.result.fileCount !== undefined;
  return mayBeArchive && mayHavePages && isPicture ? [extension, "zip"] : [extension];
}
