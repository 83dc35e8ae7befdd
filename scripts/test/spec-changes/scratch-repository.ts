import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runSpecChanges } from "../../spec-changes/run-spec-changes.js";
import { briefText, editText } from "./brief-spec.js";
import type { Edit } from "./brief-spec.js";

const specFile = "specs/brief/openapi.yaml";

/** A repository with one spec and its client, committed. */
export class ScratchRepository implements Disposable {
  readonly root: string = mkdtempSync(path.join(tmpdir(), "docjobs-scratch-"));

  constructor() {
    this.git("init", "--quiet", "--initial-branch=main");
    this.write(specFile, briefText);
    this.setVersion("1.0.0");
    this.write(".changeset/first.md", '---\n"@docjobs/brief": major\n---\n\nFirst\n');
    this.commit();
  }

  git(...args: string[]): string {
    const identity = [
      "-c",
      "user.name=Test",
      "-c",
      "user.email=test@example.com",
      "-c",
      "commit.gpgsign=false",
    ];
    return execFileSync("git", [...identity, ...args], { cwd: this.root, encoding: "utf8" });
  }

  commit(): void {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--no-verify", "--message=A change");
  }

  write(file: string, text: string): void {
    const target = path.join(this.root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }

  read(file: string): string {
    return readFileSync(path.join(this.root, file), "utf8");
  }

  remove(file: string): void {
    rmSync(path.join(this.root, file), { recursive: true });
  }

  edit(...edits: readonly Edit[]): void {
    this.write(specFile, editText(this.read(specFile), edits));
  }

  setVersion(version: string): void {
    this.write("packages/brief/package.json", JSON.stringify({ name: "@docjobs/brief", version }));
  }

  changesets(): string[] {
    return readdirSync(path.join(this.root, ".changeset")).sort();
  }

  async specChanges(...argv: string[]): Promise<{ code: number; out: string; error: string }> {
    const [out, error]: [string[], string[]] = [[], []];
    const code = await runSpecChanges(this.root, argv, {
      out: (line) => void out.push(line),
      error: (line) => void error.push(line),
    });
    return { code, out: out.join("\n"), error: error.join("\n") };
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
