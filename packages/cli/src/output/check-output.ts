import { constants } from "node:fs";
import { access, lstat, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { errnoOf, fileError } from "../errors/file-error.js";
import { printable } from "../terminal/printable.js";

export interface OutputCheck {
  overwrite: boolean;
  /** The document being read, which is never written over. */
  inputPath?: string;
}

/** Looks at an output path before anything is sent: its directory can be written, and nothing is in the way. */
export async function checkOutput(path: string, { overwrite, inputPath }: OutputCheck): Promise<void> {
  const shown = printable(path);
  const directory = dirname(resolve(path));
  const info = await stat(directory).catch((error: unknown) => {
    throw fileError(
      `The output directory ${printable(directory)} does not exist.`,
      `Make it first: mkdir -p ${quoted(directory)}`,
      error,
    );
  });
  if (!info.isDirectory())
    throw fileError(`${printable(directory)} is not a directory.`, "Choose another -o.");
  await access(directory, constants.W_OK | constants.X_OK).catch((error: unknown) => {
    throw fileError(
      `The output directory ${printable(directory)} may not be written to.`,
      "Choose another -o.",
      error,
    );
  });
  const existing = await lstat(path).catch((error: unknown) => {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw fileError(
      `${shown} cannot be looked at (${errnoOf(error) ?? "unknown error"}).`,
      "Choose another -o.",
      error,
    );
  });
  if (existing === undefined) return;
  if (inputPath !== undefined && (await sameFile(path, inputPath))) {
    throw fileError(`${shown} is the input itself.`, "Choose another -o.");
  }
  if (existing.isDirectory())
    throw fileError(`${shown} is a directory.`, `Name a file in it: -o ${quoted(join(path, "name"))}`);
  if (!overwrite)
    throw fileError(`${shown} exists already.`, "Add --overwrite to replace it, or choose another -o.");
}

/** True where the path names a directory, by what is there or by a trailing separator. */
export async function isDirectoryTarget(path: string): Promise<boolean> {
  if (/[/\\]$/u.test(path)) return true;
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function sameFile(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([realpath(a).catch(() => a), realpath(b).catch(() => b)]);
  return left === right;
}

/** An argument as a POSIX shell takes it back. */
export function quoted(argument: string): string {
  const plain = /^[\w@%+=:,./-]+$/u.test(argument) && basename(argument) !== "";
  return plain ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
