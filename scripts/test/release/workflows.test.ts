import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

interface Workflow {
  permissions?: Record<string, string>;
  jobs: Record<string, { permissions?: Record<string, string>; steps: Step[] }>;
}

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

const folder = path.join(import.meta.dirname, "../../../.github/workflows");

describe.each(readdirSync(folder))("%s", (name) => {
  const workflow = parse(readFileSync(path.join(folder, name), "utf8")) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test("takes actions by the commit, which nobody can move", () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((each) => !/^[\w.-]+\/[\w.-]+@[0-9a-f]{40}$/.test(each))).toEqual([]);
  });

  test("gives its jobs no more rights than they need", () => {
    const rights = workflow.permissions ?? { everything: "write" };
    expect(Object.values(rights).filter((right) => right !== "read")).toEqual([]);
  });

  test("runs commands of this repository, which are there", () => {
    const manifest = readFileSync(path.join(folder, "../../package.json"), "utf8");
    const { scripts } = JSON.parse(manifest) as { scripts: Record<string, string> };
    const texts = steps.flatMap((step) => [step.run, step.with?.["version"], step.with?.["publish"]]);
    const commands = texts.flatMap((text) =>
      [...String(text).matchAll(/pnpm@12 (\S+)/g)].map(([, name = ""]) => name),
    );
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.filter((command) => command !== "install" && !scripts[command])).toEqual([]);
  });

  test("puts nothing that others may write into a command", () => {
    expect(steps.filter(({ run }) => /\$\{\{\s*github\.(event|head_ref|base_ref)/.test(run ?? ""))).toEqual(
      [],
    );
  });
});

test("the release may write versions and prove who publishes, and nothing else", () => {
  const { jobs } = parse(readFileSync(path.join(folder, "release.yml"), "utf8")) as Workflow;
  expect(jobs["release"]?.permissions).toEqual({
    contents: "write",
    "pull-requests": "write",
    "id-token": "write",
  });
});
