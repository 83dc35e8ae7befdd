import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run, type Output } from "./run-quietly.js";

interface Step {
  what: string;
  args: string[];
  expect: { code: number; stdout?: string; stderr?: string };
}

/** The installed command without the engines: it starts, refuses without a key, and says how to add the local server. */
export async function checkCliAlone(project: string, samplePath: string, version: string): Promise<string[]> {
  copyFileSync(samplePath, join(project, "report.pdf"));
  const conversion = ["run", "castdoc", "report.pdf", "--to", "docx"];
  return runSteps(project, [
    { what: "the version", args: ["--version"], expect: { code: 0, stdout: version } },
    { what: "a run without a key", args: conversion, expect: { code: 4, stderr: "DOCJOBS_CASTDOC_API_KEY" } },
    {
      what: "--local without the local server",
      args: [...conversion, "--local"],
      expect: { code: 2, stderr: "npm install @docjobs/local-server" },
    },
    {
      what: "a bucket without its package",
      args: ["batch", "run", "castdoc", "s3://scans/", "--to", "docx", "-o", "converted", "--dry-run"],
      expect: { code: 2, stderr: "npm install @docjobs/object-store" },
    },
  ]);
}

/** The installed command with the engines: one conversion, on this machine. */
export async function checkCliWithServer(project: string, samplePath: string): Promise<string[]> {
  copyFileSync(samplePath, join(project, "report.pdf"));
  const problems = await runSteps(project, [
    {
      what: "a conversion",
      args: ["run", "castdoc", "report.pdf", "--to", "docx", "-o", "report.docx", "--local"],
      expect: { code: 0 },
    },
  ]);
  const result = join(project, "report.docx");
  const isZip = existsSync(result) && readFileSync(result).subarray(0, 2).toString() === "PK";
  return isZip ? problems : [...problems, "the conversion left no Word document"];
}

async function runSteps(project: string, steps: readonly Step[]): Promise<string[]> {
  const home = join(project, "home");
  mkdirSync(home, { recursive: true });
  const problems: string[] = [];
  for (const { what, args, expect } of steps) {
    const output = await run(join(project, "node_modules/.bin/docjobs"), args, {
      cwd: project,
      // No profile, key or setting of the machine's user has a say.
      env: {
        HOME: home,
        XDG_CONFIG_HOME: home,
        XDG_STATE_HOME: home,
        XDG_DATA_HOME: home,
        DOCJOBS_CASTDOC_API_KEY: "",
        DOCJOBS_LOCAL: "",
      },
    });
    if (!matches(output, expect))
      problems.push(
        `${what}: exit ${output.code} instead of ${JSON.stringify(expect)}\n${output.stdout}${output.stderr}`,
      );
  }
  return problems;
}

function matches(output: Output, { code, stdout = "", stderr = "" }: Step["expect"]): boolean {
  return output.code === code && output.stdout.includes(stdout) && output.stderr.includes(stderr);
}
