import { createReadStream } from "node:fs";
import { errnoOf, fileError } from "../errors/file-error.js";
import { jsonText } from "./json-text.js";

/** The reader of standard output went away: there is nobody left to tell, and nothing is wrong. */
export class StdoutClosedError extends Error {
  override readonly name = "StdoutClosedError";
}

/** Writes data to standard output and waits until it is out; a full disk is an error, a closed pipe a quiet end. */
export function writeStdout(chunk: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(chunk, (error) => (error ? reject(stdoutError(error)) : resolve()));
  });
}

/** Copies a file to standard output. */
export async function copyToStdout(path: string): Promise<void> {
  for await (const chunk of createReadStream(path)) await writeStdout(chunk as Buffer);
}

/** One JSON document or line. */
export function writeJsonLine(value: unknown): Promise<void> {
  return writeStdout(`${jsonText(value)}\n`);
}

function stdoutError(error: Error): Error {
  const code = errnoOf(error);
  if (code === "EPIPE" || code === "ERR_STREAM_DESTROYED")
    return new StdoutClosedError("standard output is closed");
  return fileError(
    `Standard output cannot be written (${code ?? error.message}).`,
    code === "ENOSPC" ? "Free some space, or write with -o to another disk." : "Check where the output goes.",
    error,
  );
}
