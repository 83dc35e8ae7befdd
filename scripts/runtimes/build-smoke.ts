import path from "node:path";
import { build } from "esbuild";
import { installClient } from "../faults/support/install-clients.js";
import { findSpecs } from "../generate/find-specs.js";
import { camelCase } from "../generate/names.js";
import { workspaceRoot } from "../run/workspace-root.js";

/** One module for any runtime: the built clients, the checks, and a report to the API at the given address. */
export async function buildSmoke(): Promise<(apiUrl: string) => string> {
  const letterpress = await installClient("header");
  const clients = findSpecs(workspaceRoot).map((id) => ({
    id,
    name: camelCase(id),
    file: path.join(workspaceRoot, "packages", id, "dist/index.js"),
  }));
  const contents = [
    `import { letterpress } from ${JSON.stringify(letterpress)};`,
    `import { runSmoke } from ${JSON.stringify(path.join(import.meta.dirname, "smoke.ts"))};`,
    ...clients.map(({ name, file }) => `import { ${name} } from ${JSON.stringify(file)};`),
    `const clients = { ${clients.map(({ id, name }) => `${JSON.stringify(id)}: ${name}`).join(", ")} };`,
    `const results = await runSmoke({ apiUrl: SMOKE_API, letterpress, clients });`,
    `await fetch(SMOKE_API + "/report", { method: "POST", body: JSON.stringify(results) });`,
  ].join("\n");
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: workspaceRoot, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
  });
  const text = outputFiles[0]?.text ?? "";
  return (apiUrl) => `const SMOKE_API = ${JSON.stringify(apiUrl)};\n${text}`;
}
