import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Reads a repository's history; changes nothing. */
export class Repository {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** The commit that a name stands for; undefined if there is none. */
  commitOf(name: string): string | undefined {
    return this.#try(["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`])?.trim();
  }

  /** The newest commit that both have; undefined if they have none in common. */
  mergeBase(one: string, other: string): string | undefined {
    return this.#try(["merge-base", one, other])?.trim();
  }

  /** True if something under the folders is not committed, new files included. */
  isChanged(...folders: string[]): boolean {
    return this.#run(["status", "--porcelain", "--untracked-files=all", "--", ...folders]).length > 0;
  }

  /** A file at a commit; undefined if it is not there. */
  readFile(commit: string, file: string): string | undefined {
    return this.#try(["show", `${commit}:${file}`]);
  }

  /** Writes the files of a folder at a commit below another root. */
  copyFolder(commit: string, folder: string, target: string): void {
    for (const file of this.#listFiles(commit, folder)) {
      const to = path.resolve(target, file);
      // A tree may hold any name.
      if (!to.startsWith(path.resolve(target) + path.sep)) continue;
      mkdirSync(path.dirname(to), { recursive: true });
      writeFileSync(to, this.#run(["cat-file", "blob", `${commit}:${file}`]));
    }
  }

  #listFiles(commit: string, folder: string): string[] {
    const listed = this.#run(["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, `${folder}/`]);
    return listed.toString("utf8").split("\0").filter(Boolean);
  }

  #try(args: readonly string[]): string | undefined {
    try {
      return this.#run(args).toString("utf8");
    } catch {
      return undefined;
    }
  }

  #run(args: readonly string[]): Buffer {
    return execFileSync("git", args, {
      cwd: this.root,
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 64 * 1024 * 1024,
    });
  }
}
