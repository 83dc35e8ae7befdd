import { describe, expect, it } from "vitest";
import { isJsonWanted, normaliseArguments } from "../src/normalise-arguments.js";

describe("normaliseArguments", () => {
  it("lets --json stand before an argument without swallowing it", () => {
    expect(normaliseArguments(["run", "--json", "castdoc", "a.pdf"])).toEqual([
      "run",
      "--json=*",
      "castdoc",
      "a.pdf",
    ]);
    expect(normaliseArguments(["run", "--json=state"])).toEqual(["run", "--json=state"]);
  });

  it("leaves everything after -- alone", () => {
    expect(normaliseArguments(["run", "castdoc", "--", "--json"])).toEqual([
      "run",
      "castdoc",
      "--",
      "--json",
    ]);
    expect(isJsonWanted(["run", "--", "--json"])).toBe(false);
    expect(isJsonWanted(["run", "--json=state"])).toBe(true);
  });

  it("turns the ways to ask for help into the one that answers", () => {
    expect(normaliseArguments([])).toEqual(["help"]);
    expect(normaliseArguments(["--help"])).toEqual(["help"]);
    expect(normaliseArguments(["help", "run"])).toEqual(["run", "--help"]);
    expect(normaliseArguments(["auth"])).toEqual(["auth", "--help"]);
    expect(normaliseArguments(["help", "auth", "login"])).toEqual(["auth", "login", "--help"]);
    expect(normaliseArguments(["api", "castdoc", "getJob", "-h"])).toEqual([
      "api",
      "castdoc",
      "getJob",
      "--describe",
    ]);
    expect(normaliseArguments(["api", "castdoc", "--help"])).toEqual(["api", "castdoc", "--help"]);
  });
});
