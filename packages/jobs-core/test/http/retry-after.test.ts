import { expect, test } from "vitest";
import { readRetryAfter } from "../../src/http/retry-after.js";

const NOW = Date.UTC(2026, 0, 1);

test.each([
  ["120", NOW + 120_000],
  ["0", NOW],
  ["Thu, 01 Jan 2026 00:00:09 GMT", NOW + 9000],
  ["99999999", NOW + 99_999_999_000],
  ["-5", undefined],
  ["1.5", undefined],
  ["1e3", undefined],
  ["2026-01-01T00:00:09Z", undefined],
  ["Thursday, 01-Jan-26 00:00:09 GMT", undefined],
  ["soon", undefined],
  ["", undefined],
])("Retry-After %j allows the next request at %j", (value, expected) => {
  expect(readRetryAfter(new Headers({ "retry-after": value }), NOW)).toBe(expected);
});
