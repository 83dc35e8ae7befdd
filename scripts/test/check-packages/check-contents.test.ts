import { describe, expect, test } from "vitest";
import { checkContents } from "../../check-packages/check-contents.js";
import type { Manifest } from "../../check-packages/public-packages.js";

const manifest: Manifest = {
  name: "@docjobs/x",
  version: "1.0.0",
  license: "MIT",
  engines: { node: ">=20.19" },
};
const files = ["README.md", "LICENSE", "package.json", "dist/index.js"];

describe("the contents of a tarball", () => {
  test("are fine when there is what a user needs and no more", () => {
    expect(check({})).toEqual([]);
  });

  test.each([
    ["without a licence text", { files: files.filter((file) => file !== "LICENSE") }, "LICENSE is missing"],
    ["with sources", { files: [...files, "src/index.ts"] }, "src/index.ts does not belong"],
    ["with a test", { files: [...files, "dist/index.test.js"] }, "dist/index.test.js is a test"],
    ["without engines", { manifest: { ...manifest, engines: {} } }, "engines.node is missing"],
    [
      "with a range of this workspace",
      { manifest: { ...manifest, dependencies: { "@docjobs/jobs-core": "workspace:^" } } },
      "dependencies @docjobs/jobs-core workspace:^ means nothing",
    ],
    [
      "with a map of the build machine",
      { files: [...files, "dist/index.js.map"] },
      "dist/index.js.map names a folder",
    ],
  ])("are refused %s", (_what, change, problem) => {
    expect(check(change)).toEqual([expect.stringContaining(problem)]);
  });
});

function check(change: { manifest?: Manifest; files?: string[] }): string[] {
  return checkContents({
    manifest,
    files,
    read: () => JSON.stringify({ sources: ["/home/builder/src/index.ts"] }),
    ...change,
  });
}
