import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { listPublicPackages } from "../../check-packages/public-packages.js";
import { listLibraries } from "../../docs/list-libraries.js";
import { renderIndex } from "../../docs/render-index.js";
import { findSpecs } from "../../generate/find-specs.js";
import { workspaceRoot } from "../../run/workspace-root.js";

const packages = listPublicPackages(workspaceRoot);

test("every client and jobs-core's entries are libraries to document; the command is not", () => {
  const libraries = listLibraries(packages);
  const names = libraries.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(findSpecs(workspaceRoot).map((id) => `@docjobs/${id}`)));
  expect(names).not.toContain("@docjobs/cli");
  const core = libraries.find(({ name }) => name === "@docjobs/jobs-core");
  expect(core?.entries.map((entry) => entry.slice(core.folder.length + 1))).toEqual([
    "src/index.ts",
    "src/features.ts",
    "src/node.ts",
    "src/webhooks.ts",
  ]);
  expect(libraries.flatMap(({ entries }) => entries).every((entry) => existsSync(entry))).toBe(true);
});

test("the index introduces the project and links each page, with names as text", () => {
  const page = renderIndex({
    readme: "# docjobs\n\nOne **contract**\nfor jobs.\n\n## Try it",
    apis: [{ href: "apis/x.html", title: "Scan & <Go>", summary: "Scans" }],
    libraries: [{ name: "@docjobs/x-y", description: "Jobs", folder: "/", entries: [] }],
  });
  expect(page).toContain("<p>One contract for jobs.</p>");
  expect(page).toContain('<a href="apis/x.html">Scan &#38; &#60;Go&#62;</a> Scans');
  expect(page).toContain('<a href="packages/modules/_docjobs_x-y.html">@docjobs/x-y</a> Jobs');
});
