import { ESLint } from "eslint";
import { describe, expect, test } from "vitest";
import { findSpecs } from "../../generate/find-specs.js";
import { planLint } from "../../lint/lint-config.js";
import { workspaceRoot } from "../../run/workspace-root.js";

const eslint = new ESLint({
  cwd: workspaceRoot,
  overrideConfigFile: true,
  overrideConfig: planLint(workspaceRoot, { typed: false }),
});
const client = findSpecs(workspaceRoot)[0] ?? "";

describe("the direction of dependence refuses", () => {
  test.each([
    ["a provider in jobs-core", "jobs-core/src/index.ts", `import { x } from "@docjobs/${client}"; x();`],
    [
      "a provider's type in jobs-core",
      "jobs-core/src/index.ts",
      `export type X = import("@docjobs/${client}").X;`,
    ],
    ["node: in jobs-core", "jobs-core/src/retry.ts", `import { join } from "node:path"; join();`],
    [
      "a bare Node module in jobs-core",
      "jobs-core/src/retry.ts",
      `import { readFile } from "fs/promises"; readFile();`,
    ],
    ["the cli in a client", `${client}/src/index.gen.ts`, `export { x } from "@docjobs/cli";`],
    ["the cli in the local server", "local-server/src/index.ts", `export const x = import("@docjobs/cli");`],
    [
      "a client in the local server",
      "local-server/src/index.ts",
      `import { x } from "@docjobs/${client}"; x();`,
    ],
    ["a client in its test", "local-server/test/x.test.ts", `const x = require("@docjobs/${client}"); x();`],
    [
      "the folder of another package",
      "cli/src/main.ts",
      `import { x } from "../../jobs-core/src/retry.js"; x();`,
    ],
    ["the scripts in a package", "cli/src/a/b.ts", `import { x } from "../../../../scripts/check.js"; x();`],
    [
      "jobs-core in a package nobody listed",
      "newcomer/src/x.ts",
      `import { x } from "@docjobs/jobs-core"; x();`,
    ],
  ])("%s", async (_what, file, text) => {
    expect(await lint(`packages/${file}`, text)).toEqual(["docjobs/direction-of-dependence"]);
  });

  test("what the CLI is made of in scripts", async () => {
    const text = `import { x } from "../../packages/cli/src/main.js"; x();`;
    expect(await lint("scripts/generate/x.ts", text)).toEqual(["docjobs/direction-of-dependence"]);
  });
});

describe("the direction of dependence allows", () => {
  test.each([
    [
      "jobs-core in a client",
      `packages/${client}/src/x.gen.ts`,
      `import { x } from "@docjobs/jobs-core/node"; x();`,
    ],
    ["clients in the cli", "packages/cli/src/x.ts", `import { x } from "@docjobs/${client}"; x();`],
    [
      "a package in its own example",
      "packages/jobs-core/examples/x.ts",
      `import { x } from "@docjobs/jobs-core"; x();`,
    ],
    [
      "node: behind jobs-core/node",
      "packages/jobs-core/src/node/x.ts",
      `import { join } from "node:path"; join();`,
    ],
    [
      "node: in jobs-core's tests",
      "packages/jobs-core/test/x.test.ts",
      `import { join } from "node:path"; join();`,
    ],
    [
      "a contract in scripts",
      "scripts/generate/x.ts",
      `import { x } from "../../packages/jobs-core/src/job-api.js"; x();`,
    ],
  ])("%s", async (_what, file, text) => {
    expect(await lint(file, text)).toEqual([]);
  });
});

describe("the code conventions refuse", () => {
  test.each([
    ["a default export", "export default 1;", "no-restricted-syntax"],
    ["export *", `export * from "./x.js";`, "no-restricted-syntax"],
    ["an enum", "export enum Colour { Red }", "no-restricted-syntax"],
    ["any", "export const x: any = 1;", "@typescript-eslint/no-explicit-any"],
    ["a test that hides the others", `test.only("x", () => {});`, "no-restricted-syntax"],
  ])("%s", async (_what, text, rule) => {
    expect(await lint("packages/cli/src/x.ts", text)).toEqual([rule]);
  });
});

async function lint(filePath: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId);
}
