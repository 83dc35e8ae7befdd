import type { JobApi } from "@docjobs/jobs-core";
import { expect, it } from "vitest";
import { joinKeyParts, keyPartNames } from "../../src/keys/key-parts.js";

const names = (auth: JobApi["auth"]) => keyPartNames({ auth } as JobApi);

it("names the parts of a key as the API's credentials have them", () => {
  expect(names([{ header: "Authorization", prefix: "Bearer " }])).toEqual(["API key"]);
  expect(names([{ header: "Authorization", prefix: "Basic ", basic: true }])).toEqual(["user", "password"]);
  expect(names([{ tokenUrl: "/token", scope: "" }])).toEqual(["client id", "client secret"]);
  const two = names([
    { header: "X-App-Id", prefix: "" },
    { header: "X-App-Key", prefix: "" },
  ]);
  expect(two).toEqual(["X-App-Id", "X-App-Key"]);
  expect(names([])).toEqual([]);
});

it("joins parts, takes them joined, and refuses too few, too many and what would be read otherwise", () => {
  const two = ["user", "password"];
  expect(joinKeyParts(two, ["a", "b:c"])).toBe("a:b:c");
  expect(joinKeyParts(two, ["a:b"])).toBe("a:b");
  expect(joinKeyParts(["API key"], ["a:b"])).toBe("a:b");
  for (const parts of [["a"], ["a:"], [":b"], ["a:b", "c"], ["a", "b", "c"]])
    expect(() => joinKeyParts(two, parts)).toThrow(/user|colon|part/u);
});
