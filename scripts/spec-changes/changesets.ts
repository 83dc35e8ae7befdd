import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import parseChangeset from "@changesets/parse";
import { largerBump } from "./finding.js";
import type { Bump } from "./finding.js";
import type { Repository } from "./repository.js";

/** What a changeset file asks for. */
export interface ChangesetFile {
  /** Path from the repository's root. */
  file: string;
  text: string;
  bumps: ReadonlyMap<string, Bump>;
}

const folder = ".changeset";

/** The changesets on disk, in alphabetical order. Throws an error that names the file if one cannot be read. */
export function readChangesets(root: string): ChangesetFile[] {
  const directory = path.join(root, folder);
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .sort()
    .map((name) => readChangeset(root, `${folder}/${name}`));
}

/** Those that are not the same at the commit. */
export function newSince(
  repository: Repository,
  commit: string,
  files: readonly ChangesetFile[],
): ChangesetFile[] {
  return files.filter(({ file, text }) => repository.readFile(commit, file) !== text);
}

/** The bump that changesets give a package together. */
export function bumpFor(name: string, files: readonly ChangesetFile[]): Bump | undefined {
  return files.reduce<Bump | undefined>((bump, { bumps }) => largerBump(bump, bumps.get(name)), undefined);
}

/** By how much a version has gone up; undefined if it has not. */
export function bumpBetween(before: string, after: string): Bump | undefined {
  const [from, to] = [parts(before), parts(after)];
  const index = from.findIndex((part, position) => part !== to[position]);
  return index < 0 ? undefined : (["major", "minor", "patch"] as const)[index];
}

function readChangeset(root: string, file: string): ChangesetFile {
  const text = readFileSync(path.join(root, file), "utf8");
  try {
    const { releases } = parseChangeset(text);
    const bumps = releases.flatMap(({ name, type }): [string, Bump][] =>
      type === "none" ? [] : [[name, type]],
    );
    return { file, text, bumps: new Map(bumps) };
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new UnreadableChangesetError(`${file} is no changeset: ${why} (\`pnpm changeset\` writes one)`);
  }
}

/** A file under .changeset that changesets would refuse, too. */
export class UnreadableChangesetError extends Error {
  override readonly name = "UnreadableChangesetError";
}

function parts(version: string): number[] {
  return (version.split(/[-+]/)[0] ?? "").split(".").map(Number);
}
