import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { hostileRoot, planSpec, repository } from "./plan-fixture.js";
import { typeCheck } from "./type-check.js";

const minute = 60_000;

test("the example of specs/README.md gives a package that compiles", { timeout: minute }, async () => {
  const plan = await planReadmeExample();
  expect(typeCheck(plan, "brief")).toEqual([]);
  expect(plan.get("packages/brief/README.md")).toContain("brief({ apiKey");
});

test("a capability that the API lacks makes the generated type test fail", { timeout: minute }, async () => {
  const plan = await planReadmeExample();
  const file = "packages/brief/src/client.gen.ts";
  const client = plan.get(file) ?? "";
  expect(client).toContain('can: "cancel" | "progress"');
  plan.set(file, client.replace('can: "cancel" | "progress"', 'can: "delete" | "progress"'));
  const says = typeCheck(plan, "brief")
    .filter((line) => line.includes("handle.test-d.gen.ts"))
    .join("\n");
  expect(says).toContain("Unused '@ts-expect-error' directive");
  expect(says).toContain("Property 'cancel' does not exist");
});

test(
  "a hostile spec gives a package that compiles and says nothing but its spec",
  { timeout: minute },
  async () => {
    const plan = await planSpec(hostileRoot, "glyph-press-2");
    expect(typeCheck(plan, "glyph-press-2")).toEqual([]);
  },
);

async function planReadmeExample(): Promise<Map<string, string>> {
  const readme = readFileSync(path.join(repository, "specs/README.md"), "utf8");
  const example = /```yaml\n(openapi: [\s\S]*?)```/.exec(readme)?.[1];
  if (example === undefined) throw new Error("specs/README.md shows no whole spec");
  const root = mkdtempSync(path.join(tmpdir(), "docjobs-readme-"));
  try {
    mkdirSync(path.join(root, "specs/brief"), { recursive: true });
    writeFileSync(path.join(root, "specs/brief/openapi.yaml"), example);
    return await planSpec(root, "brief");
  } finally {
    rmSync(root, { recursive: true });
  }
}
