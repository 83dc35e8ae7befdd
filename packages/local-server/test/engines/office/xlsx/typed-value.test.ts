import { expect, it } from "vitest";
import { typedValue } from "../../../../src/engines/office/xlsx/typed-value.js";

it.each([
  ["120", 120, "0"],
  ["1,200.50", 1200.5, "#,##0.00"],
  ["1.200,50", 1200.5, "#,##0.00"],
  ["12,5", 12.5, "0.0"],
  ["15%", 0.15, "0%"],
  ["-3.25", -3.25, "0.00"],
  ["(1,234)", -1234, "#,##0"],
  ["$9.99", 9.99, '"$"0.00'],
  ["683.98 EUR", 683.98, '0.00" EUR"'],
])("reads %s as a number", (text, value, format) => {
  expect(typedValue(text)).toEqual({ value, format });
});

it.each(["", "-", "007", "12 May", "1,23,4", "2031-05-02", "1.2.3", "(5", "12345678901234567890", "4 x 4"])(
  "leaves %j text",
  (text) => {
    expect(typedValue(text)).toEqual({ value: text, format: undefined });
  },
);
