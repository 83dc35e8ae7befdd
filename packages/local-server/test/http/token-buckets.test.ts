import { expect, it } from "vitest";
import { createTokenBuckets } from "../../src/http/token-buckets.js";

it("allows a burst, then what comes back with time, for each key by itself", () => {
  let now = 0;
  const buckets = createTokenBuckets({ burst: 3, perSecond: 0.5, now: () => now });
  expect([1, 2, 3, 4].map(() => buckets.take("a"))).toEqual([0, 0, 0, 2]);
  expect(buckets.take("b")).toBe(0);
  now = 1000;
  expect(buckets.take("a")).toBe(1);
  now = 2000;
  expect([buckets.take("a"), buckets.take("a")]).toEqual([0, 2]);
  now = 3_600_000;
  expect([1, 2, 3, 4].map(() => buckets.take("a"))).toEqual([0, 0, 0, 2]);
});
