import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { completeWords } from "../../src/completion/complete-words.js";
import type { CliContext } from "../../src/context.js";
import { makeSandbox, program, type Sandbox } from "../support/run-cli.js";

let sandbox: Sandbox;

beforeAll(() => {
  sandbox = makeSandbox();
  writeFileSync(sandbox.path("docjobs"), `#!/bin/sh\nexec ${process.execPath} ${program} "$@"\n`, {
    mode: 0o755,
  });
});
afterAll(() => sandbox.remove());

async function complete(...words: string[]): Promise<string[]> {
  const process = { stdout: { write: () => {} }, stderr: { write: () => {} } };
  return (await completeWords({ process } as unknown as CliContext, words)).map(({ word }) => word);
}

describe("completion", () => {
  it("knows commands, flags, providers, kinds, operations and topics, each in its place", async () => {
    expect(await complete("ca")).toEqual(["cancel"]);
    expect(await complete("auth", "")).toEqual(["login", "status", "logout"]);
    expect(await complete("auth", "login", "cas")).toEqual(["castdoc"]);
    expect(await complete("run", "anchorgrid:toc")).toEqual(["anchorgrid:toc-parser"]);
    expect(await complete("run", "--json", "cas")).toEqual(["castdoc"]);
    expect(await complete("get", "anchorgrid:")).toEqual([]);
    expect(await complete("api", "castdoc", "createJ")).toEqual(["createJob"]);
    expect(await complete("help", "exit")).toEqual(["exit-codes"]);
    expect(await complete("run", "castdoc", "--to")).toContain("--to");
    expect(await complete("completion", "f")).toEqual(["fish"]);
  });

  it("leaves files to the shell", async () => {
    expect(await complete("run", "castdoc", "")).toEqual([]);
    expect(await complete("run", "castdoc", "scan")).toEqual([]);
  });

  it.runIf(existsSync("/bin/bash"))("works in bash, also behind a colon", () => {
    const inBash = (line: string) => {
      const script = `source <(docjobs completion bash); COMP_LINE="$1"; COMP_POINT=\${#COMP_LINE}; _docjobs
        printf '%s\\n' "\${COMPREPLY[@]}"`;
      const env = { PATH: `${sandbox.directory}:${process.env["PATH"] ?? ""}` };
      const { stdout, stderr } = spawnSync(
        "/bin/bash",
        ["--norc", "--noprofile", "-c", script, "bash", line],
        {
          encoding: "utf8",
          env,
        },
      );
      expect(stderr).toBe("");
      return stdout.trim().split("\n");
    };
    expect(inBash("docjobs webhooks ")).toEqual(["listen", "verify"]);
    expect(inBash("docjobs auth login conv")).toEqual(["convert-fast"]);
    expect(inBash("docjobs run anchorgrid:toc")).toEqual(["toc-parser"]);
  });

  it("prints a script for each shell it names, and refuses another", async () => {
    for (const shell of ["bash", "zsh", "fish"])
      expect((await sandbox.run(["completion", shell])).stdout).toContain("completion words --");
    expect((await sandbox.run(["completion", "tcsh"])).exit).toBe(2);
    expect((await sandbox.run(["completion"])).exit).toBe(2);
  });
});
