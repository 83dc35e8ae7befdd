import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runGenerate } from "../../generate/run-generate.js";
import { readChangesets } from "../../spec-changes/changesets.js";
import { ScratchRoot } from "./scratch-root.js";

// Each run loads, plans and formats two packages.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let scratch: ScratchRoot;
beforeEach(async () => {
  scratch = await ScratchRoot.create();
  scratch.writeHome("api.yaml", ScratchRoot.example());
});
afterEach(() => scratch[Symbol.dispose]());

test("a spec becomes a package, every list knows it, and a changeset releases it", async () => {
  const { code, out, error } = await scratch.newProvider(["api.yaml"]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  expect(out).toContain("wrote packages/brief/src/client.gen.ts");
  expect(out).toContain("pnpm docjobs providers");
  expect(scratch.read("packages/cli/src/providers.gen.ts")).toContain("@docjobs/brief");
  expect(scratch.read("packages/cli/package.json")).toContain('"@docjobs/brief": "workspace:^"');
  expect(JSON.parse(scratch.read("packages/local-server/src/contract.gen.json"))).toHaveProperty("brief");
  expect(scratch.read("README.md")).toContain("| [@docjobs/brief](packages/brief/README.md) ");
  expect(scratch.read("scripts/check-packages/exports/brief.txt")).toContain("function brief(");
  expect(out).toContain("pnpm check:packages ");
  const [changeset] = readChangesets(scratch.root);
  expect([...(changeset?.bumps ?? [])]).toEqual([
    ["@docjobs/brief", "minor"],
    ["@docjobs/cli", "minor"],
    ["@docjobs/local-server", "patch"],
  ]);
  const said: string[] = [];
  const terminal = { out: () => undefined, error: (line: string) => void said.push(line) };
  expect(await runGenerate(scratch.root, ["--check"], terminal), said.join("\n")).toBe(0);
});

test("files that the spec refers to come along", async () => {
  scratch.writeHome(
    "apis/brief.yaml",
    ScratchRoot.example().replace('$ref: "#/components/schemas/File"', '$ref: "parts/file.yaml#/Stored"'),
  );
  scratch.writeHome(
    "apis/parts/file.yaml",
    "Stored:\n  type: object\n  properties: { id: { type: string } }\n",
  );
  const { code, error } = await scratch.newProvider(["apis/brief.yaml", "--id", "digest"]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  expect(scratch.has("specs/digest/parts/file.yaml")).toBe(true);
});

test("a spec that refers to files outside its folder is put together into one", async () => {
  scratch.writeHome(
    "apis/brief.yaml",
    ScratchRoot.example().replace('$ref: "#/components/schemas/File"', '$ref: "../shared/file.yaml#/Stored"'),
  );
  scratch.writeHome("shared/file.yaml", "Stored:\n  type: object\n  properties: { id: { type: string } }\n");
  const { code, error } = await scratch.newProvider(["apis/brief.yaml"]);
  expect({ code, error }).toEqual({ code: 0, error: "" });
  expect(scratch.read("specs/brief/openapi.yaml")).not.toContain("../shared");
});

test("when the install fails, everything is as it was", async () => {
  const before = scratch.snapshot();
  const { code, error } = await scratch.newProvider(["api.yaml"], {
    install: (root) => {
      writeFileSync(path.join(root, "pnpm-lock.yaml"), "half\n");
      return Promise.resolve(1);
    },
  });
  expect(code).toBe(1);
  expect(error).toContain("the install failed with exit code 1");
  expect(scratch.snapshot()).toEqual(before);
});

const refusals: readonly (readonly [
  what: string,
  argv: readonly string[],
  change: (text: string) => string,
  says: RegExp,
])[] = [
  [
    "a file that is not there",
    ["other.yaml"],
    (text) => text,
    /^other\.yaml does not exist; check the path$/m,
  ],
  ["a folder", ["."], (text) => text, /^\. is not a file/m],
  [
    "YAML that is broken",
    ["api.yaml"],
    (text) => `${text}\n  x: [\n`,
    /^api\.yaml:\d+ .*\(mend the YAML\)$/m,
  ],
  [
    "OpenAPI 3.0",
    ["api.yaml"],
    (text) => text.replace("3.1.0", "3.0.3"),
    /is OpenAPI 3\.0\.3; 3\.1 is needed.*nullable.*upgrade/,
  ],
  [
    "Swagger 2",
    ["api.yaml"],
    (text) => text.replace("openapi: 3.1.0", 'swagger: "2.0"'),
    /is OpenAPI 2\.0; 3\.1 is needed/,
  ],
  ["another document", ["api.yaml"], () => "name: x\n", /is not an OpenAPI document/],
  ["no job lifecycle", ["api.yaml"], (text) => text.replace("x-job:", "x-other:"), /^api\.yaml:\d+ .*x-job/m],
  [
    "a wrong declaration",
    ["api.yaml"],
    (text) => text.replace("get: getJob", "get: getJobs"),
    /^api\.yaml:\d+ x-job\.resource\.get names the operation "getJobs"/m,
  ],
  [
    "an id that is taken",
    ["api.yaml", "--id", "paper-mill"],
    (text) => text,
    /"paper-mill" is taken: specs\/paper-mill exists/,
  ],
  [
    "a package that is written by hand",
    ["api.yaml", "--id", "jobs-core"],
    (text) => text,
    /"jobs-core" is taken: packages\/jobs-core exists/,
  ],
  ["the shared folder", ["api.yaml", "--id", "shared"], (text) => text, /"shared" is taken/],
  [
    "an id that is none",
    ["api.yaml", "--id", "../up"],
    (text) => text,
    /"\.\.\/up" cannot be a provider's id/,
  ],
  ["a reserved id", ["api.yaml", "--id", "delete"], (text) => text, /cannot name a function/],
  [
    "a title without letters",
    ["api.yaml"],
    (text) => text.replace("title: Brief", "title: 報告"),
    /give one with --id/,
  ],
  [
    "a reference into the net",
    ["api.yaml"],
    (text) => text.replace("#/components/schemas/File", "https://example.com/file.yaml"),
    /refers to https:\/\/example\.com\/file\.yaml; download it/,
  ],
  [
    "a reference to nowhere",
    ["api.yaml"],
    (text) => text.replace("#/components/schemas/File", "gone.yaml"),
    /gone\.yaml, which api\.yaml refers to does not exist/,
  ],
];

test.each(refusals)("%s is refused before anything is written", async (_, argv, change, says) => {
  scratch.writeHome("api.yaml", change(ScratchRoot.example()));
  const before = scratch.snapshot();
  const { code, out, error } = await scratch.newProvider(argv);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(error).toMatch(says);
  expect(error).not.toContain("    at ");
  expect(scratch.snapshot()).toEqual(before);
});

test("generated files that are not current are not covered up", async () => {
  scratch.write("packages/paper-mill/README.md", "edited\n");
  const { code, error } = await scratch.newProvider(["api.yaml"]);
  expect(code).toBe(1);
  expect(error).toContain("packages/paper-mill/README.md); run `pnpm generate` first");
  expect(scratch.has("specs/brief")).toBe(false);
});

test.each([[[]], [["a.yaml", "b.yaml"]], [["api.yaml", "--nmae", "x"]], [["api.yaml", "--jobs-core", "x"]]])(
  "%j is a usage error",
  async (argv) => {
    const { code, error } = await scratch.newProvider(argv);
    expect(code).toBe(2);
    expect(error).toContain("pnpm new-provider --help");
  },
);
