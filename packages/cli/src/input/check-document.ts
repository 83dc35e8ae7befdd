import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { basename, extname } from "node:path";
import { fileError, errnoOf } from "../errors/file-error.js";
import { usageError } from "../errors/usage-error.js";
import { printable } from "../terminal/printable.js";
import { checkWhole } from "./check-whole.js";
import { canonicalFormat, extensionOf, isContainerOf, isSniffable } from "./format-names.js";
import type { InputDocument } from "./input-document.js";
import { type RandomAccessFile, withFile } from "./random-access-file.js";
import { SNIFF_BYTES, sniffFormat, type SniffedFormat } from "./sniff-format.js";

export interface DocumentRules {
  /** For example `castdoc convert`. */
  taker: string;
  /** Format tokens that the API reads; empty where it does not say. */
  formats: readonly string[];
  maxBytes?: number;
  /** Lets a document pass that is cut off or needs a password. */
  unchecked?: boolean;
}

/**
 * Looks at a document before anything is sent: it exists, is a regular file, readable, not empty, not too large, its
 * content can be one of the formats the API takes, is whole and opens without a password.
 */
export async function checkDocument(
  path: string,
  rules: DocumentRules,
  name?: string,
): Promise<InputDocument> {
  await checkRegular(path, printable(name ?? path));
  const fileName = name ?? basename(path);
  const { sizeBytes, format } = await withFile(path, async (file) => ({
    sizeBytes: file.sizeBytes,
    format: await checkContent(file, name ?? path, rules),
  }));
  return {
    path,
    name: fileName,
    stem: fileName.slice(0, fileName.length - extname(fileName).length),
    sizeBytes,
    format,
  };
}

/** The same for a document that is read in pieces, wherever it is; resolves to its format. */
export async function checkContent(
  file: RandomAccessFile,
  name: string,
  rules: DocumentRules,
): Promise<string> {
  const shown = printable(name);
  const { sizeBytes } = file;
  if (sizeBytes === 0) throw fileError(`${shown} is empty.`, "Give a document with content.");
  if (rules.maxBytes !== undefined && sizeBytes > rules.maxBytes) {
    throw usageError(
      `${shown} has ${sizeBytes} bytes; ${rules.taker} takes at most ${rules.maxBytes}.`,
      "Split the document, or make it smaller.",
    );
  }
  const sniffed = sniffFormat(await file.read(0, SNIFF_BYTES));
  const format = plausibleFormat(shown, extensionOf(basename(name)), sniffed, rules);
  if (sniffed !== undefined && !rules.unchecked) await checkWhole(file, shown, sniffed);
  return format;
}

async function checkRegular(path: string, shown: string): Promise<void> {
  // Non-blocking, so that opening a FIFO does not wait for a writer.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    throw unreadable(shown, error);
  });
  try {
    const info = await file.stat();
    if (info.isDirectory())
      throw fileError(`${shown} is a directory.`, "Name the files in it, one by one or by a shell pattern.");
    if (!info.isFile())
      throw fileError(`${shown} is not a regular file.`, "Pipe it in instead: `docjobs run … - < it`.");
  } finally {
    await file.close();
  }
}

function unreadable(shown: string, error: unknown): Error {
  const code = errnoOf(error);
  if (code === "ENOENT" || code === "ENOTDIR") {
    const isBucket = shown.startsWith("s3://");
    return fileError(
      `${shown} does not exist.`,
      isBucket ? "Objects of a bucket are read by docjobs batch run." : "Check the path.",
      error,
    );
  }
  if (code === "EACCES" || code === "EPERM")
    return fileError(`${shown} may not be read.`, "Check its permissions.", error);
  return fileError(`${shown} cannot be opened (${code ?? "unknown error"}).`, "Check the path.", error);
}

function plausibleFormat(
  shown: string,
  extension: string,
  sniffed: SniffedFormat | undefined,
  { formats, taker }: DocumentRules,
): string {
  const named = canonicalFormat(extension);
  const takes = `${taker} takes ${formats.join(", ")}.`;
  if (sniffed === undefined) {
    if (extension !== "" && isSniffable(extension)) {
      throw usageError(
        `${shown} is named .${extension}, but its content is not ${named.toUpperCase()}.`,
        takes,
      );
    }
    const accepted = formats.length === 0 || formats.some((format) => canonicalFormat(format) === named);
    if (!accepted && formats.every(isSniffable)) {
      throw usageError(`${shown} is not a document that ${taker} takes.`, takes);
    }
    return named;
  }
  const byContent =
    named !== sniffed && extension !== "" && isContainerOf(sniffed, extension) ? named : sniffed;
  if (formats.length > 0 && !formats.some((format) => isContainerOf(sniffed, format))) {
    throw usageError(`${shown} is ${article(byContent)} ${byContent.toUpperCase()} file.`, takes);
  }
  return byContent;
}

function article(word: string): string {
  return /^[aefhilmnorsx]/iu.test(word) ? "an" : "a";
}
