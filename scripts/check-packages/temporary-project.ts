import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runQuietly } from "./run-quietly.js";
import type { Tarball } from "./tarball.js";

export interface ProjectOptions {
  folder: string;
  tarballs: readonly Tarball[];
  /** More dependencies, by range. */
  dependencies?: Record<string, string>;
  files?: Record<string, string>;
}

/** A project outside the workspace with tarballs installed as from a registry, strict about undeclared dependencies. */
export async function createProject({
  folder,
  tarballs,
  dependencies,
  files,
}: ProjectOptions): Promise<void> {
  const installed = Object.fromEntries(tarballs.map(({ manifest, path }) => [manifest.name, `file:${path}`]));
  write(
    folder,
    "package.json",
    JSON.stringify({ private: true, type: "module", dependencies: { ...installed, ...dependencies } }),
  );
  // The packages depend on each other by version, and these versions are not published yet.
  write(
    folder,
    "pnpm-workspace.yaml",
    JSON.stringify({ packages: [], overrides: installed, pmOnFail: "ignore" }),
  );
  for (const [file, text] of Object.entries(files ?? {})) write(folder, file, text);
  await runQuietly("pnpm", ["install", "--prefer-offline", "--ignore-scripts", "--no-lockfile"], {
    cwd: folder,
  });
}

function write(folder: string, file: string, text: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
