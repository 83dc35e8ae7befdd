import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { listManifests } from "../../release/plan-release.js";
import { runRelease } from "../../release/run-release.js";
import type { ReleaseTools } from "../../release/run-release.js";
import type { Environment } from "../../release/publish-manifests.js";
import { runSpecChanges } from "../../spec-changes/run-spec-changes.js";

const repository = path.join(import.meta.dirname, "../../..");

/** This repository's specs, manifests and release settings, all packages at 1.0.0 and without a changeset. */
export class ReleaseCopy implements Disposable {
  readonly root: string = mkdtempSync(path.join(tmpdir(), "docjobs-release-"));

  constructor() {
    for (const file of [
      "package.json",
      "pnpm-workspace.yaml",
      ".changeset/config.json",
      "scripts/package.json",
      "specs",
    ]) {
      cpSync(path.join(repository, file), path.join(this.root, file), { recursive: true });
    }
    for (const manifest of listManifests(repository)) {
      const file = `${manifest.folder}/package.json`;
      // What is installed beside a package is past 1.0.0 here too, and taken.
      const text = readFileSync(path.join(repository, file), "utf8").replaceAll(
        "workspace:>=0.0.0 <1.0.0",
        "workspace:>=0.0.0 <2.0.0",
      );
      this.write(file, JSON.stringify({ ...(JSON.parse(text) as object), version: "1.0.0" }, undefined, 2));
    }
  }

  /** Commits it as it is, for what is compared with it. */
  startHistory(): void {
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@example.com", ...args], {
        cwd: this.root,
      });
    git("init", "--quiet", "--initial-branch=main");
    git("add", "--all");
    git("commit", "--quiet", "--no-verify", "--message=Start");
  }

  write(file: string, text: string): void {
    mkdirSync(path.dirname(path.join(this.root, file)), { recursive: true });
    writeFileSync(path.join(this.root, file), text);
  }

  read(file: string): string {
    return readFileSync(path.join(this.root, file), "utf8");
  }

  edit(file: string, from: string, to: string): void {
    const parts = this.read(file).split(from);
    if (parts.length !== 2) throw new Error(`"${from}" is there ${parts.length - 1} times`);
    this.write(file, parts.join(to));
  }

  changeset(releases: Readonly<Record<string, string>>): void {
    const head = Object.entries(releases).map(([name, bump]) => `"${name}": ${bump}`);
    this.write(".changeset/mine.md", `---\n${head.join("\n")}\n---\n\nChange it\n`);
  }

  /** Writes the changesets that the changed specs ask for. */
  async writeSpecChangesets(): Promise<number> {
    return await runSpecChanges(this.root, ["--write"], { out: () => undefined, error: () => undefined });
  }

  async release(
    argv: readonly string[],
    env: Environment = {},
    tools: Partial<ReleaseTools> = {},
  ): Promise<{ code: number; out: string[]; error: string }> {
    const [out, error]: [string[], string[]] = [[], []];
    const never = () => Promise.reject(new Error("nothing runs here"));
    const terminal = {
      out: (line: string) => void out.push(line),
      error: (line: string) => void error.push(line),
    };
    const code = await runRelease(this.root, argv, env, terminal, {
      pnpm: never,
      publishTwin: never,
      ...tools,
    });
    return { code, out: out.map((line) => line.replaceAll(/ +/g, " ")), error: error.join("\n") };
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
