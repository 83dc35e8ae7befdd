import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { workspaceRoot } from "../run/workspace-root.js";

const clients = readdirSync(join(workspaceRoot, "specs"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "shared")
  .map((entry) => entry.name);
const scoped = (names: string[]): string[] => names.map((name) => `@docjobs/${name}`);

/** The workspace packages that each package may import. */
const allowed: Record<string, string[]> = {
  "jobs-core": [],
  "local-server": [],
  cli: scoped(["jobs-core", "local-server", ...clients]),
  ...Object.fromEntries(clients.map((name) => [name, scoped(["jobs-core"])])),
};

describe("the direction of dependence", () => {
  test.each(Object.entries(allowed))("%s imports only what stands before it", (name, may) => {
    const imports = listImports(join(workspaceRoot, "packages", name, "src"));
    const workspaceImports = imports.filter(({ specifier }) => specifier.startsWith("@docjobs/"));
    const wrong = workspaceImports.filter(({ specifier }) => !may.includes(packageOf(specifier)));
    expect(wrong).toEqual([]);
    const outside = imports.filter(({ specifier }) => /^(\.\.\/)+(packages|specs|scripts)\//.test(specifier));
    expect(outside).toEqual([]);
  });

  test("jobs-core reaches Node only from its ./node entry", () => {
    const imports = listImports(join(workspaceRoot, "packages/jobs-core/src"));
    const fromNode = imports.filter(({ specifier }) => specifier.startsWith("node:")).map(({ file }) => file);
    expect(fromNode.filter((file) => !/^node(\.ts$|\/)/.test(file))).toEqual([]);
  });
});

interface Import {
  file: string;
  specifier: string;
}

function listImports(folder: string): Import[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  return files.flatMap((file) => {
    const source = readFileSync(join(folder, file), "utf8");
    const found = source.matchAll(/\b(?:from|import)\s*\(?\s*["']([^"']+)["']/g);
    return [...found].map((match) => ({ file, specifier: match[1] ?? "" }));
  });
}

function packageOf(specifier: string): string {
  return specifier.split("/").slice(0, 2).join("/");
}
