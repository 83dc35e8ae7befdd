import { readFileSync } from "node:fs";
import path from "node:path";
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { Document, Node } from "yaml";
import { parseFragment } from "./json-pointer.js";

export interface SourcePosition {
  file: string;
  line: number;
}

export type SourcePath = readonly (string | number)[];

interface YamlSource {
  file: string;
  document: Document;
  lines: LineCounter;
}

interface Cursor {
  source: YamlSource;
  node: unknown;
  offset: number;
}

/** Finds the line of a value by its path in the bundled document, through references into other files. */
export class SourcePositions {
  readonly #root: YamlSource;
  readonly #sources = new Map<string, YamlSource>();
  readonly #base: string;

  constructor(base: string, file: string) {
    this.#base = base;
    this.#root = this.#read(path.resolve(base, file));
  }

  /** Why the root file is no YAML. */
  get errors(): { message: string; line: number }[] {
    const { document, lines } = this.#root;
    if (document.errors.length === 0) return this.#conversionErrors();
    return document.errors.map((error) => ({
      message: (error.message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, ""),
      line: lines.linePos(error.pos[0]).line,
    }));
  }

  /** Aliases that stand for themselves, or for too much. */
  #conversionErrors(): { message: string; line: number }[] {
    try {
      JSON.stringify(this.data);
      return [];
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return [{ message: message.split("\n")[0] ?? "", line: 1 }];
    }
  }

  /** The root file as plain data. */
  get data(): unknown {
    return this.#root.document.toJS();
  }

  /** The position of the value at the path, or of its closest ancestor that is there. */
  locate(at: SourcePath): SourcePosition {
    let cursor: Cursor = { source: this.#root, node: this.#root.document.contents, offset: 0 };
    for (const token of at) {
      const next = this.#step(this.#follow(cursor), token);
      if (!next) break;
      cursor = next;
    }
    const { source, offset } = cursor;
    return { file: this.#relative(source.file), line: source.lines.linePos(offset).line };
  }

  #step({ source, node }: Cursor, token: string | number): Cursor | undefined {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(token));
      return pair && { source, node: pair.value, offset: startOf(pair.key) };
    }
    if (isSeq(node)) {
      const item = node.items[Number(token)];
      return item === undefined ? undefined : { source, node: item, offset: startOf(item) };
    }
    return undefined;
  }

  #follow(cursor: Cursor, depth = 0): Cursor {
    const { source, node, offset } = cursor;
    if (isAlias(node)) return { source, node: node.resolve(source.document), offset };
    const reference = isMap(node) ? node.get("$ref") : undefined;
    if (typeof reference !== "string" || depth > 20) return cursor;
    const [file = "", fragment = ""] = reference.split("#");
    const target = file === "" ? source : this.#tryRead(path.resolve(path.dirname(source.file), file));
    const tokens = parseFragment(fragment);
    if (!target || !tokens) return cursor;
    let found: Cursor = { source: target, node: target.document.contents, offset: 0 };
    for (const token of tokens) {
      const next = this.#step(this.#follow(found, depth + 1), token);
      if (!next) return cursor;
      found = next;
    }
    return this.#follow(found, depth + 1);
  }

  #tryRead(file: string): YamlSource | undefined {
    try {
      return this.#read(file);
    } catch {
      return undefined;
    }
  }

  #read(file: string): YamlSource {
    const known = this.#sources.get(file);
    if (known) return known;
    const lines = new LineCounter();
    const document = parseDocument(readFileSync(file, "utf8"), { lineCounter: lines });
    const source = { file, document, lines };
    this.#sources.set(file, source);
    return source;
  }

  #relative(file: string): string {
    return path.relative(this.#base, file).split(path.sep).join("/");
  }
}

function startOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}
