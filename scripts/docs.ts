/**
 * `pnpm run docs` (plain `pnpm docs` is a command of pnpm itself): the reference as a static site in docs-output/,
 * readable without a network: a page of each API from its spec, and one site of all packages from their doc comments.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listPublicPackages } from "./check-packages/public-packages.js";
import { buildApiPage } from "./docs/build-api-page.js";
import { buildPackageSite } from "./docs/build-package-site.js";
import { listLibraries } from "./docs/list-libraries.js";
import { renderIndex, type ApiLink } from "./docs/render-index.js";
import { findSpecs } from "./generate/find-specs.js";
import { runTurbo } from "./run/run-turbo.js";
import { workspaceRoot } from "./run/workspace-root.js";

const output = join(workspaceRoot, "docs-output");
rmSync(output, { recursive: true, force: true });
mkdirSync(join(output, "apis"), { recursive: true });

// The clients' types are made of jobs-core's, which they find where a user does.
const built = await runTurbo(
  ["run", "build:types", "--filter=@docjobs/jobs-core", "--output-logs=errors-only"],
  ["ignore", "ignore", 2],
);
if (built !== 0) process.exit(1);

const apis: ApiLink[] = [];
for (const id of findSpecs(workspaceRoot))
  apis.push(await buildApiPage(workspaceRoot, id, join(output, "apis")));
const libraries = listLibraries(listPublicPackages(workspaceRoot));
await buildPackageSite(libraries, join(output, "packages"));
const readme = readFileSync(join(workspaceRoot, "README.md"), "utf8");
writeFileSync(join(output, "index.html"), renderIndex({ readme, apis, libraries }));
console.log(`${apis.length} APIs and ${libraries.length} packages: docs-output/index.html`);
