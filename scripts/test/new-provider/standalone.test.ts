import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ScratchRoot } from "./scratch-root.js";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let scratch: ScratchRoot;
beforeEach(async () => {
  scratch = await ScratchRoot.create();
  scratch.writeHome("api.yaml", ScratchRoot.example());
});
afterEach(() => scratch[Symbol.dispose]());

test("a stand-alone package names real versions and nothing of the repository, which is left alone", async () => {
  const before = Object.keys(scratch.snapshot());
  const { code, error } = await scratch.newProvider(["api.yaml", "--out", "made", "--name", "@me/brief"]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  const made = readAll("made");
  const manifest = JSON.parse(made("package.json")) as Record<string, Record<string, string>>;
  expect(manifest).toMatchObject({ name: "@me/brief", dependencies: { "@docjobs/jobs-core": "^1.4.0" } });
  const ranges = Object.values({ ...manifest["dependencies"], ...manifest["devDependencies"] });
  expect(ranges.filter((range) => !/^\^\d+\.\d+\.\d+$/.test(range))).toEqual([]);
  expect(JSON.parse(made("tsconfig.json"))).toMatchObject({ compilerOptions: { strict: true } });
  for (const file of ["README.md", "tsconfig.json", "test/client.test.gen.ts", "examples/summary.gen.ts"]) {
    expect(made(file)).not.toMatch(/@docjobs\/brief|specs\/brief|workspace:|catalog:|\.\.\/\.\.\//);
  }
  expect(made("openapi.yaml")).toBe(ScratchRoot.example());
  const folder = path.join(scratch.home, "made") + path.sep;
  expect(Object.keys(scratch.snapshot()).filter((file) => !file.startsWith(folder))).toEqual(before);
});

test("a given tarball of jobs-core travels with the package", async () => {
  scratch.writeHome("core.tgz", "tarball");
  expect(await scratch.newProvider(["api.yaml", "--out", "made", "--jobs-core", "core.tgz"])).toMatchObject({
    code: 0,
  });
  const made = readAll("made");
  expect(made("package.json")).toContain('"@docjobs/jobs-core": "file:vendor/docjobs-jobs-core.tgz"');
  expect(made("vendor/docjobs-jobs-core.tgz")).toBe("tarball");
});

test("while jobs-core is not published, the repository's own is packed", async () => {
  scratch.write("packages/jobs-core/package.json", '{ "version": "0.0.0" }');
  const { code } = await scratch.newProvider(["api.yaml", "--out", "made"], {
    packJobsCore: (folder) => {
      writeFileSync(path.join(folder, "docjobs-jobs-core-0.0.0.tgz"), "packed");
      return Promise.resolve(0);
    },
  });
  expect(code).toBe(0);
  expect(readAll("made")("vendor/docjobs-jobs-core.tgz")).toBe("packed");
});

test("what cannot be made is refused, and nothing is left behind", async () => {
  scratch.writeHome("full/file.txt", "mine");
  const before = scratch.snapshot();
  for (const [argv, says] of [
    [["--out", "full"], "--out full is not empty"],
    [["--out", "api.yaml"], "--out api.yaml is a file"],
    [["--out", "../repository/packages/x"], "lies in the repository's own folders"],
    [["--out", "made", "--name", "Bad Name"], "cannot be a package's name"],
    [["--out", "made", "--jobs-core", "gone.tgz"], "--jobs-core gone.tgz does not exist"],
    [["--out", "made", "--jobs-core", "full"], "is not @docjobs/jobs-core"],
  ] as const) {
    const { code, error } = await scratch.newProvider(["api.yaml", ...argv]);
    expect({ argv, code }).toEqual({ argv, code: 1 });
    expect(error).toContain(says);
  }
  expect(scratch.snapshot()).toEqual(before);
  expect(existsSync(path.join(scratch.home, "made"))).toBe(false);
});

function readAll(folder: string): (file: string) => string {
  return (file) => readFileSync(path.join(scratch.home, folder, file), "utf8");
}
