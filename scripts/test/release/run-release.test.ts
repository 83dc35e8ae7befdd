import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listManifests } from "../../release/plan-release.js";
import { nameRepository, renderTwin } from "../../release/publish-manifests.js";
import { unpackTwin } from "../../release/publish-twin.js";
import { pnpmCommand } from "../../run/run-pnpm.js";
import { ReleaseCopy } from "./release-copy.js";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ci = {
  CI: "true",
  GITHUB_ACTIONS: "true",
  ACTIONS_ID_TOKEN_REQUEST_URL: "https://token.example",
  GITHUB_SERVER_URL: "https://github.example",
  GITHUB_REPOSITORY: "someone/docjobs",
};

let copy: ReleaseCopy;
beforeEach(() => {
  copy = new ReleaseCopy();
});
afterEach(() => copy[Symbol.dispose]());

test("without a changeset no package goes out", async () => {
  expect(await copy.release(["--dry-run"])).toMatchObject({
    code: 0,
    out: ["No package goes out: there is no changeset. `pnpm changeset` writes one."],
  });
});

test("a breaking change of one spec is a major of that client, and reaches whoever carries it", async () => {
  copy.startHistory();
  copy.edit("specs/anchorgrid/openapi.yaml", "operationId: cancelJob", "operationId: stopJob");
  copy.edit("specs/anchorgrid/openapi.yaml", "operation: cancelJob", "operation: stopJob");
  expect(await copy.writeSpecChangesets()).toBe(0);
  const { code, out } = await copy.release(["--dry-run"]);
  expect(code).toBe(0);
  expect(out.map((line) => line.replace(/spec-anchorgrid-\w+/, "…"))).toEqual([
    "@docjobs/anchorgrid 1.0.0 -> 2.0.0 major …",
    "@docjobs/cli 1.0.0 -> 1.0.1 patch …",
    "docjobs 1.0.0 -> 1.0.1 patch is @docjobs/cli",
    "@docjobs/local-server 1.0.0 -> 1.0.1 patch …",
  ]);
});

test("polling advice of one spec is a patch of that client and of the command line alone", async () => {
  copy.startHistory();
  copy.edit("specs/castdoc/openapi.yaml", "maxSeconds: 5\n", "maxSeconds: 6\n");
  await copy.writeSpecChangesets();
  const { out } = await copy.release(["--dry-run"]);
  expect(out.map((line) => line.split(" ").slice(0, 4).join(" "))).toEqual([
    "@docjobs/castdoc 1.0.0 -> 1.0.1",
    "@docjobs/cli 1.0.0 -> 1.0.1",
    "docjobs 1.0.0 -> 1.0.1",
  ]);
});

test("the command line follows what it carries, though no changeset names it", async () => {
  copy.changeset({ "@docjobs/jobs-core": "minor" });
  const { out } = await copy.release(["--dry-run"]);
  expect(out).toEqual([
    "@docjobs/cli 1.0.0 -> 1.0.1 patch carries @docjobs/jobs-core 1.1.0",
    "docjobs 1.0.0 -> 1.0.1 patch is @docjobs/cli",
    "@docjobs/jobs-core 1.0.0 -> 1.1.0 minor mine",
  ]);
});

test("the local server, which it does not carry, does not pull it along", async () => {
  copy.changeset({ "@docjobs/local-server": "minor" });
  const { out } = await copy.release(["--dry-run"]);
  expect(out).toEqual(["@docjobs/local-server 1.0.0 -> 1.1.0 minor mine"]);
});

test("a major of jobs-core reaches the clients", async () => {
  copy.changeset({ "@docjobs/jobs-core": "major" });
  const { out } = await copy.release(["--dry-run"]);
  expect(out).toContain("@docjobs/castdoc 1.0.0 -> 1.0.1 patch needs a package that goes out");
});

test("a changeset for a package that is not there is told", async () => {
  copy.changeset({ "@docjobs/nobody": "minor" });
  const { code, error } = await copy.release(["--dry-run"]);
  expect(code).toBe(1);
  expect(error).toContain("@docjobs/nobody");
});

test.each([[[]], [["--version"]]])("%j outside the release workflow does nothing", async (argv) => {
  copy.changeset({ "@docjobs/castdoc": "minor" });
  expect(await copy.release(argv, { CI: "true" })).toMatchObject({ code: 2 });
  const { code, error } = await copy.release(argv, { ...ci, ACTIONS_ID_TOKEN_REQUEST_URL: undefined });
  expect(code).toBe(2);
  expect(error).toContain("id-token: write");
});

test.each([[["--now"]], [["--dry-run", "--version"]]])("%j is a usage error", async (argv) => {
  expect(await copy.release(argv, ci)).toMatchObject({ code: 2, out: [] });
});

test("--version gives the command line its changeset, then versions, lockfile and generated files", async () => {
  copy.changeset({ "@docjobs/castdoc": "minor" });
  const ran: string[] = [];
  const { code } = await copy.release(["--version"], ci, {
    pnpm: (args) => {
      ran.push(args.join(" "));
      return Promise.resolve(0);
    },
  });
  expect(code).toBe(0);
  expect(ran).toEqual(["exec changeset version", "install --no-frozen-lockfile", "generate", "format"]);
  expect(copy.read(".changeset/carried.md")).toContain(
    '"@docjobs/cli": patch\n---\n\nCarry the released packages\n\n- @docjobs/castdoc 1.1.0\n',
  );
});

test("publishing builds and checks first, and stops at the first failure", async () => {
  const ran: string[] = [];
  const tools = (failing: string) => ({
    pnpm: (args: readonly string[]) => {
      ran.push(args.join(" "));
      return Promise.resolve(args.join(" ") === failing ? 1 : 0);
    },
    publishTwin: () => {
      ran.push("twin");
      return Promise.resolve(0);
    },
  });
  expect((await copy.release([], ci, tools("check"))).code).toBe(1);
  expect(ran).toEqual(["build", "check"]);
  expect(copy.read("packages/cli/package.json")).not.toContain("github.example");
  ran.length = 0;
  expect((await copy.release([], ci, tools(""))).code).toBe(0);
  expect(ran).toEqual(["build", "check", "exec changeset publish", "twin"]);
});

test("each manifest names the repository and folder that it is built from", () => {
  nameRepository(copy.root, ci);
  for (const { folder } of listManifests(copy.root)) {
    expect(JSON.parse(copy.read(`${folder}/package.json`))).toMatchObject({
      repository: { type: "git", url: "git+https://github.example/someone/docjobs.git", directory: folder },
    });
  }
});

test("the command line's tarball becomes docjobs, with ranges that npm can read", async () => {
  const stage = mkdtempSync(path.join(tmpdir(), "docjobs-twin-"));
  try {
    const folder = await unpackTwin(path.join(import.meta.dirname, "../../../packages/cli"), stage);
    const text = readFileSync(path.join(folder, "package.json"), "utf8");
    expect(JSON.parse(text)).toMatchObject({ name: "docjobs", bin: { docjobs: "./dist/docjobs.cjs" } });
    expect(text).not.toMatch(/workspace:|catalog:/);
  } finally {
    rmSync(stage, { recursive: true });
  }
});

test("only the command line has a second name", () => {
  expect(() => renderTwin('{ "name": "@docjobs/castdoc" }')).toThrow("is not @docjobs/cli");
});

test("the pnpm that runs is the one that started the script", () => {
  expect(pnpmCommand("/opt/pnpm/bin/pnpm.cjs")).toEqual([process.execPath, "/opt/pnpm/bin/pnpm.cjs"]);
  expect(pnpmCommand("/opt/bin/pnpm")).toEqual(["/opt/bin/pnpm"]);
  expect(pnpmCommand("/usr/lib/node_modules/npm/bin/npm-cli.js")).toEqual(["npx", "-y", "pnpm@12"]);
  expect(pnpmCommand(undefined)).toEqual(["npx", "-y", "pnpm@12"]);
});
