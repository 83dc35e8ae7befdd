import { expect, test } from "vitest";
import * as index from "../src/index.js";
import * as node from "../src/node.js";

test("the package exports these values and no others", () => {
  const errors = Object.keys(index).filter((name) => name.endsWith("Error"));
  expect(errors.length).toBe(24);
  expect(
    Object.keys(index)
      .filter((name) => !errors.includes(name))
      .sort(),
  ).toEqual(["createJobsClient", "systemClock"]);
  expect(Object.keys(node).sort()).toEqual(["fileFrom", "fileOf", "safeFileName", "saveTo"]);
});
