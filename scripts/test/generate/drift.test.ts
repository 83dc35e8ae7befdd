import { expect, test } from "vitest";
import { findDrift } from "../../generate/find-drift.js";
import { planRepository } from "../../generate/run-generate.js";
import { repository } from "./plan-fixture.js";

test("the generated files are what the specs say", { timeout: 60_000 }, async () => {
  const drift = findDrift(repository, await planRepository(repository));
  expect(drift, "run `pnpm generate`").toEqual([]);
});
