import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { listExports } from "./list-exports.js";
import type { Tarball } from "./tarball.js";

/** Compares what an installed package exports with the list that was reviewed; `update` writes the list. */
export function checkExports({ id, manifest }: Tarball, folder: string, update: boolean): string[] {
  const path = fileURLToPath(new URL(`./exports/${id}.txt`, import.meta.url));
  const now = listExports(folder, manifest);
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (now === before) return [];
  if (update) {
    writeFileSync(path, now);
    return [];
  }
  const added = now.split("\n").filter((line) => !before.split("\n").includes(line));
  const removed = before.split("\n").filter((line) => !now.split("\n").includes(line));
  return [
    `exports differ from scripts/check-packages/exports/${id}.txt: ${[...added.map((line) => `+${line}`), ...removed.map((line) => `-${line}`)].join(" ")} (meant so? pnpm check:packages --update)`,
  ];
}
