import { expect, test } from "vitest";
import { allRows } from "../../faults/all-rows.js";
import { matrix } from "../../faults/matrix.js";
import { findStrays } from "../../faults/run/run-rows.js";

test("the matrix has its 135 rows, each with a promise", () => {
  const numbers = (letter: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${letter}${String(index + 1).padStart(2, "0")}`);
  expect(matrix.map(({ id }) => id)).toEqual([...numbers("N", 95), ...numbers("P", 40)]);
  expect(new Set(matrix.map(({ name }) => name)).size).toBe(135);
  for (const { promise } of matrix) expect(promise).not.toBe("");
});

test("every row has one test, and every test its row", () => {
  expect(findStrays(matrix, allRows)).toEqual([]);
  const tested = new Set(allRows.map(({ id }) => id));
  expect(matrix.filter(({ id }) => !tested.has(id)).map(({ id }) => id)).toEqual([]);
});
