import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { planRepository, runGenerate } from "../../generate/run-generate.js";

// Each run loads, plans and formats a whole package.
vi.setConfig({ testTimeout: 60_000 });

const cliManifest = `{
  "name": "cli",
  "devDependencies": {
    "@docjobs/gone": "workspace:^",
    "@docjobs/jobs-core": "workspace:^",
    "zod": "catalog:"
  }
}
`;

let root = "";

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "docjobs-generate-"));
  cpSync(path.join(import.meta.dirname, "fixtures/base"), root, { recursive: true });
  write(".prettierrc.json", "{}");
  write("packages/cli/package.json", cliManifest);
  write("packages/jobs-core/package.json", "{}");
});

afterEach(() => rmSync(root, { recursive: true }));

test("what was written is what the specs say, and is not written again", async () => {
  expect((await generate()).code).toBe(0);
  expect(await generate("--check")).toMatchObject({ code: 0, errors: [] });
  expect((await generate()).lines).toHaveLength(1);
});

test("--check names what is changed, missing and orphaned, the command that mends it, and writes nothing", async () => {
  await generate();
  write("packages/paper-mill/src/index.gen.ts", "export {};\n");
  rmSync(path.join(root, "packages/paper-mill/README.md"));
  write("packages/jobs-core/src/old.gen.ts", "export {};\n");
  const { code, errors } = await generate("--check");
  expect(code).toBe(1);
  expect(errors).toEqual([
    "orphaned: packages/jobs-core/src/old.gen.ts",
    "missing: packages/paper-mill/README.md",
    "changed: packages/paper-mill/src/index.gen.ts",
    "3 files are not what the specs say; run `pnpm generate`",
  ]);
  expect(read("packages/paper-mill/src/index.gen.ts")).toBe("export {};\n");
  await generate();
  expect((await generate("--check")).code).toBe(0);
  expect(existsSync(path.join(root, "packages/jobs-core/src/old.gen.ts"))).toBe(false);
});

test("a version that a release has set stays, and so do files that are not the generator's", async () => {
  await generate();
  const file = "packages/paper-mill/package.json";
  write(file, read(file).replace('"0.0.0"', '"1.2.3"'));
  write("packages/paper-mill/CHANGELOG.md", "# Changes\n");
  write("packages/paper-mill/dist/index.gen.ts", "built\n");
  expect((await generate("--check")).code).toBe(0);
  await generate();
  expect(JSON.parse(read(file))).toMatchObject({ version: "1.2.3" });
  expect(read("packages/paper-mill/CHANGELOG.md")).toBe("# Changes\n");
});

test("a package whose spec has gone is orphaned, and removed but for what is not the generator's", async () => {
  await generate();
  write("packages/paper-mill/CHANGELOG.md", "# Changes\n");
  cpSync(path.join(root, "specs/paper-mill"), path.join(root, "specs/second"), { recursive: true });
  rmSync(path.join(root, "specs/paper-mill"), { recursive: true });
  const { errors } = await generate("--check");
  expect(errors).toContain("orphaned: packages/paper-mill/package.json");
  expect(errors).toContain("missing: packages/second/package.json");
  await generate();
  expect(existsSync(path.join(root, "packages/paper-mill/package.json"))).toBe(false);
  expect(read("packages/paper-mill/CHANGELOG.md")).toBe("# Changes\n");
});

test("the CLI's manifest lists the clients, and keeps everything else", async () => {
  await generate();
  expect(JSON.parse(read("packages/cli/package.json"))).toEqual({
    name: "cli",
    devDependencies: {
      "@docjobs/jobs-core": "workspace:^",
      "@docjobs/paper-mill": "workspace:^",
      zod: "catalog:",
    },
  });
});

test("README's table lists the packages that are published, and nothing else in it is touched", async () => {
  write("packages/jobs-core/package.json", '{ "name": "@docjobs/jobs-core", "description": "The core" }');
  write("packages/tools/package.json", '{ "name": "@docjobs/tools", "private": true }');
  const marks = [
    "<!-- The table of packages is written by `pnpm generate`; edits in it are overwritten. -->",
    "<!-- The end of what `pnpm generate` writes. -->",
  ];
  write("README.md", `# Mine\n\n${marks.join("\n\n| old |\n\n")}\n\nText.\n`);
  await generate();
  const rows = read("README.md")
    .split("\n")
    .filter((line) => line.startsWith("|"));
  expect(rows.slice(2).map((line) => line.split("|").map((part) => part.trim())[1])).toEqual([
    "[@docjobs/jobs-core](packages/jobs-core/README.md)",
    "[@docjobs/paper-mill](packages/paper-mill/README.md)",
    "[cli](packages/cli/README.md)",
  ]);
  expect(read("README.md")).toMatch(/^# Mine\n[^]*\nText\.\n$/);
  write("README.md", "# Mine\n");
  expect((await generate()).errors[0]).toMatch(/^README\.md:1 the marks .* are gone/);
});

test("the list of a client's exports goes with the client, that of another package stays", async () => {
  write("scripts/check-packages/exports/jobs-core.txt", ".\n  class Mine\n");
  write("scripts/check-packages/exports/gone.txt", ".\n  const goneApi\n");
  await generate();
  expect(read("scripts/check-packages/exports/paper-mill.txt")).toContain("const paperMillApi");
  expect(read("scripts/check-packages/exports/jobs-core.txt")).toContain("class Mine");
  expect(existsSync(path.join(root, "scripts/check-packages/exports/gone.txt"))).toBe(false);
});

test("the same specs give the same bytes", async () => {
  const plans = [await planRepository(root), await planRepository(root)].map((plan) =>
    JSON.stringify([...plan]),
  );
  expect(plans[0]).toBe(plans[1]);
});

test("a package that is written by hand is not overwritten", async () => {
  write("packages/paper-mill/package.json", "{}");
  const { code, errors } = await generate();
  expect(code).toBe(1);
  expect(errors).toEqual([
    "specs/paper-mill/openapi.yaml:1 packages/paper-mill is written by hand and would be overwritten (rename the spec's folder)",
  ]);
  expect(read("packages/paper-mill/package.json")).toBe("{}");
});

test("two specs that would give one name are refused", async () => {
  for (const id of ["paper-1", "paper1"]) {
    cpSync(path.join(root, "specs/paper-mill"), path.join(root, "specs", id), { recursive: true });
  }
  const { errors } = await generate();
  expect(errors).toEqual([
    "specs/paper1/openapi.yaml:1 paper-1 and paper1 would both be called paper1 (rename the spec's folder)",
  ]);
});

test("a wrong spec stops everything before a file is written", async () => {
  const file = "specs/paper-mill/openapi.yaml";
  write(file, read(file).replace("get: getJob", "get: getJobs"));
  const { code, errors } = await generate();
  expect(code).toBe(1);
  expect(errors[0]).toMatch(
    /^specs\/paper-mill\/openapi\.yaml:\d+ x-job\.resource\.get names the operation "getJobs"/,
  );
  expect(existsSync(path.join(root, "packages/paper-mill"))).toBe(false);
});

test("an unknown argument is a usage error, and --help is help", async () => {
  expect(await generate("--chek")).toMatchObject({ code: 2, lines: [] });
  const help = await generate("--help");
  expect(help).toMatchObject({ code: 0, errors: [] });
  expect(help.lines.join("\n")).toContain("pnpm generate --check");
});

async function generate(...argv: string[]): Promise<{ code: number; lines: string[]; errors: string[] }> {
  const lines: string[] = [];
  const errors: string[] = [];
  const code = await runGenerate(root, argv, {
    out: (line) => void lines.push(line),
    error: (line) => void errors.push(line),
  });
  return { code, lines, errors };
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

function read(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}
