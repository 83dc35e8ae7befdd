import { describe, expect, test } from "vitest";
import { buildProviderModel } from "../../generate/provider-model.js";
import { SpecRefusedError } from "../../generate/spec-problem.js";
import { MutatedSpec } from "./mutated-spec.js";
import { formRefusals, meaningRefusals } from "./refusals.js";
import type { Refusal } from "./refusals.js";

describe("a wrong spec is refused with file, line, what is wrong and how to mend it", () => {
  test.each([...formRefusals, ...meaningRefusals])("$name", async (refusal) => {
    using spec = new MutatedSpec(refusal.change, refusal.folder);
    const line = refusal.at === undefined ? 1 : spec.lineOf(refusal.at);
    expect(await refuse(spec)).toBe(`${spec.file}:${line} ${refusal.says}`);
  });

  test("a problem in a file that several specs share is found there", async () => {
    const { change, says }: Pick<Refusal, "change" | "says"> = {
      change: [
        ["summary: List engines", "summary: List engines\n      description: Beside the shared file."],
      ],
      says: "uploadFile documents no success (add a 2xx response)",
    };
    using spec = new MutatedSpec(change);
    spec.changeShared('"201":', '"401":');
    expect(await refuse(spec)).toContain(`specs/shared/files.yaml:2 ${says}`);
  });

  test("all problems of a spec are told at once", async () => {
    using spec = new MutatedSpec([
      ["minSeconds: 1", "minSeconds: 9"],
      ["percent: /percent", "percent: /progress"],
    ]);
    expect((await refuse(spec)).split("\n")).toHaveLength(2);
  });

  test("the spec without any change is taken", async () => {
    using spec = new MutatedSpec([]);
    expect(buildProviderModel(await spec.load()).id).toBe("paper-mill");
  });
});

async function refuse(spec: MutatedSpec): Promise<string> {
  try {
    buildProviderModel(await spec.load());
  } catch (error) {
    if (error instanceof SpecRefusedError) return error.message;
    throw error;
  }
  return "it was taken";
}
