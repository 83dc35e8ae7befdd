import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadSpec } from "../../generate/load-spec.js";
import type { LoadedSpec } from "../../generate/load-spec.js";

/** A change of text in a spec: what is there, and what takes its place. */
export type Mutation = readonly [from: string, to: string];

const fixture = path.join(import.meta.dirname, "fixtures/base/specs");

/** The invented API of fixtures/base with some of its text changed, in a folder of its own. */
export class MutatedSpec implements Disposable {
  readonly root: string;
  readonly file: string;
  readonly #text: string;

  constructor(mutations: readonly Mutation[], folder = "paper-mill") {
    this.root = mkdtempSync(path.join(tmpdir(), "docjobs-spec-"));
    cpSync(path.join(fixture, "shared"), path.join(this.root, "specs/shared"), { recursive: true });
    cpSync(path.join(fixture, "paper-mill"), path.join(this.root, "specs", folder), { recursive: true });
    this.file = `specs/${folder}/openapi.yaml`;
    const target = path.join(this.root, this.file);
    this.#text = mutations.reduce(mutate, readFileSync(target, "utf8"));
    writeFileSync(target, this.#text);
  }

  /** The line on which the text stands, which has to be there once. */
  lineOf(text: string): number {
    const parts = this.#text.split(text);
    if (parts.length !== 2) throw new Error(`"${text}" is there ${parts.length - 1} times`);
    return (parts[0] ?? "").split("\n").length;
  }

  /** Changes the file that the spec refers to. */
  changeShared(from: string, to: string): void {
    const file = path.join(this.root, "specs/shared/files.yaml");
    writeFileSync(file, mutate(readFileSync(file, "utf8"), [from, to]));
  }

  load(): Promise<LoadedSpec> {
    return loadSpec(this.root, path.basename(path.dirname(this.file)));
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

function mutate(text: string, [from, to]: Mutation): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`"${from}" is there ${parts.length - 1} times`);
  return parts.join(to);
}
