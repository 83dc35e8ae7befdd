import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Files that are in place and can be taken back. */
export interface Placement {
  /** Makes everything as it was. */
  undo(): void;
  /** Throws away what is needed to undo. */
  keep(): void;
}

interface Move {
  target: string;
  /** Where what stood there before is kept. */
  former?: string;
}

/**
 * Writes files (or whole folders, by their first new folder) all or none: they are written beside the tree first and
 * then moved; when a move fails, the earlier ones are undone.
 */
export function moveIntoPlace(root: string, files: ReadonlyMap<string, string>): Placement {
  const stage = mkdtempSync(path.join(root, ".new-provider-"));
  const moves: Move[] = [];
  const keep = (): void => rmSync(stage, { recursive: true, force: true });
  const undo = (): void => {
    for (const { target, former } of moves.reverse()) {
      rmSync(path.join(root, target), { recursive: true, force: true });
      if (former !== undefined) renameSync(former, path.join(root, target));
    }
    keep();
  };
  try {
    for (const [file, text] of files) {
      const staged = path.join(stage, "new", file);
      mkdirSync(path.dirname(staged), { recursive: true });
      writeFileSync(staged, text);
    }
    for (const target of unitsOf(root, [...files.keys()])) {
      const place = path.join(root, target);
      const move: Move = { target };
      if (existsSync(place)) {
        move.former = path.join(stage, "former", String(moves.length));
        mkdirSync(path.dirname(move.former), { recursive: true });
        renameSync(place, move.former);
      }
      moves.push(move);
      renameSync(path.join(stage, "new", target), place);
    }
    return { undo, keep };
  } catch (error) {
    undo();
    throw error;
  }
}

/** What is moved at once: a file, or the uppermost folder on its way that is not there yet. */
function unitsOf(root: string, files: readonly string[]): Set<string> {
  return new Set(
    files.map((file) => {
      const parts = file.split("/");
      const missing = parts.findIndex(
        (_, index) => !existsSync(path.join(root, ...parts.slice(0, index + 1))),
      );
      return missing < 0 ? file : parts.slice(0, missing + 1).join("/");
    }),
  );
}
