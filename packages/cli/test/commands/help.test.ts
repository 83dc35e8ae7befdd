import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exitCodes } from "../../src/errors/exit-codes.js";
import { commandDocs } from "../../src/help/command-docs.js";
import { providers } from "../../src/providers.gen.js";
import { makeSandbox, type Sandbox } from "../support/run-cli.js";

let sandbox: Sandbox;

beforeAll(() => {
  sandbox = makeSandbox();
});
afterAll(() => sandbox.remove());

const stdout = async (...words: string[]) => {
  const result = await sandbox.run(words);
  expect(result).toMatchObject({ exit: 0, stderr: "" });
  return result.stdout;
};

describe("help", () => {
  it("lists every command, and the program without arguments says the same", async () => {
    const text = await stdout("help");
    for (const name of Object.keys(commandDocs)) expect(text).toMatch(new RegExp(`^  ${name} `, "mu"));
    expect(await stdout()).toBe(text);
  });

  it("prints each exit code with its meaning", async () => {
    const text = await stdout("help", "exit-codes");
    for (const { exit, meaning } of exitCodes) expect(text).toContain(`${exit}  ${meaning}`);
  });

  it.each(Object.keys(commandDocs).filter((name) => name !== "help"))(
    "explains %s with an example",
    async (name) => {
      expect(await stdout("help", name)).toContain(`docjobs ${name}`);
    },
  );

  it("names every provider's variables", async () => {
    const text = await stdout("help", "environment");
    expect(text).toContain("DOCJOBS_CONVERT_FAST_API_KEY");
  });

  it("offers what is near when there is no such command or topic", async () => {
    expect((await sandbox.run(["rnu"])).stderr).toContain("`run`");
    expect((await sandbox.run(["help", "exit-code"])).stderr).toContain("exit-codes");
  });
});

it("prints the package's version", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  expect(await stdout("--version")).toBe(`${version}\n`);
});

it("lists the providers with what can be done with their jobs", async () => {
  const lines = (await stdout("providers", "--json=id,can")).trim().split("\n");
  const rows = lines.map((line) => JSON.parse(line) as { id: string; can: string[] });
  expect(rows.map(({ id }) => id)).toEqual(providers.map(({ id }) => id));
  expect(rows.find(({ id }) => id === "castdoc")?.can).not.toContain("cancel");
  expect(rows.find(({ id }) => id === "convert-fast")?.can).toContain("cancel");
});
