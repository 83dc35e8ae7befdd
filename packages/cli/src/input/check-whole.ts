import { usageError } from "../errors/usage-error.js";
import { isJpegCutOff } from "./image/is-jpeg-cut-off.js";
import { isPngCutOff } from "./image/is-png-cut-off.js";
import { isPdfCutOff } from "./pdf/is-pdf-cut-off.js";
import { needsPassword } from "./pdf/needs-password.js";
import type { RandomAccessFile } from "./random-access-file.js";
import type { SniffedFormat } from "./sniff-format.js";

/**
 * Refuses a document that no engine can read, so that nobody pays for the attempt: one that is certainly cut off, or
 * that certainly needs a password. Where it is not certain the document passes.
 */
export async function checkWhole(
  file: RandomAccessFile,
  shown: string,
  format: SniffedFormat,
): Promise<void> {
  const problem = await problemOf(file, format);
  if (problem === undefined) return;
  const { what, mend } = PROBLEMS[problem];
  throw usageError(`${shown} ${what}.`, `${mend} --unchecked sends it as it is.`);
}

type Problem = "cut-off" | "locked";

const PROBLEMS: Readonly<Record<Problem, { what: string; mend: string }>> = {
  "cut-off": { what: "is cut off: its end is missing", mend: "Get the whole file, or export it again." },
  locked: {
    what: "needs a password to be opened",
    mend: "Save it without the password first, for example with `qpdf --decrypt --password=… in.pdf out.pdf`.",
  },
};

async function problemOf(file: RandomAccessFile, format: SniffedFormat): Promise<Problem | undefined> {
  if (format === "png") return (await isPngCutOff(file)) ? "cut-off" : undefined;
  if (format === "jpeg") return (await isJpegCutOff(file)) ? "cut-off" : undefined;
  if (format !== "pdf") return undefined;
  if (await isPdfCutOff(file)) return "cut-off";
  return (await needsPassword(file)) ? "locked" : undefined;
}
