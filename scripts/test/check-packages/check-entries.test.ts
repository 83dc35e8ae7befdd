import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { checkEntries } from "../../check-packages/check-entries.js";
import { listExports } from "../../check-packages/list-exports.js";
import { measureEntry } from "../../check-packages/measure-entry.js";
import type { Manifest } from "../../check-packages/public-packages.js";
import { packTarball } from "../../check-packages/tarball.js";

// pnpm and TypeScript take seconds where other work shares the machine.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "docjobs-check-"))));
afterAll(() => rmSync(folder, { recursive: true }));

const fine = {
  import: { types: "./dist/index.d.ts", default: "./dist/index.js" },
  require: { types: "./dist/index.d.cts", default: "./dist/index.cjs" },
};

test("a package with types for both formats is fine", async () => {
  expect(await problemsOf("fine", fine)).toEqual([]);
});

test("publint sees an entry that is not in the package", async () => {
  const problems = await problemsOf("missing", { ...fine, default: "./dist/gone.js" });
  expect(problems).toContainEqual(expect.stringMatching(/^publint: .*gone\.js/));
});

test("attw sees a CommonJS form that has the types of the ES module", async () => {
  const types = "./dist/index.d.ts";
  const problems = await problemsOf("masked", {
    types,
    import: "./dist/index.js",
    require: "./dist/index.cjs",
  });
  expect(problems).toContainEqual(expect.stringMatching(/^attw: FalseESM/));
});

test("the list of exports has names, kinds and signatures, and none that is internal", () => {
  const { path, manifest } = writePackage("listed", fine);
  expect(listExports(path, manifest)).toBe(
    ".\n  class Mill\n  const speed\n  function grind(times: number) => string\n  type Grain\n",
  );
});

test("the size of an entry counts what it pulls in", async () => {
  writePackage("node_modules/heavy", fine, `export const grind = () => "a kilo of flour";`);
  const { path } = writePackage("light", fine, `export { grind } from "heavy";`);
  writePackage("node_modules/light", fine, `export { grind } from "heavy";`);
  expect(await measureEntry("light", path)).toBe(await measureEntry("heavy", path));
  expect(await measureEntry("heavy", path)).toBeGreaterThan(40);
});

async function problemsOf(name: string, entry: unknown): Promise<string[]> {
  const { path, manifest } = writePackage(name, entry);
  return checkEntries(await packTarball({ id: name, folder: path, manifest }, folder));
}

function writePackage(name: string, entry: unknown, code?: string): { path: string; manifest: Manifest } {
  const path = join(folder, name);
  const manifest: Manifest = {
    name: name.split("/").pop() ?? name,
    version: "1.0.0",
    license: "MIT",
    type: "module",
    engines: { node: ">=20.19" },
    files: ["dist"],
    exports: { ".": entry },
  };
  const types = [
    "export declare class Mill { private grain: Grain }",
    "export declare const speed: number;",
    "export declare function grind(times: number): string;",
    "export interface Grain { name: string }",
    "interface Internal { name: string }",
    "export {};",
  ].join("\n");
  const files = {
    "package.json": JSON.stringify(manifest),
    "dist/index.js":
      code ?? `export class Mill {} export const speed = 1; export function grind() { return ""; }`,
    "dist/index.cjs": `exports.Mill = class {}; exports.speed = 1; exports.grind = () => "";`,
    "dist/index.d.ts": types,
    "dist/index.d.cts": types,
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), text);
  }
  return { path, manifest };
}
