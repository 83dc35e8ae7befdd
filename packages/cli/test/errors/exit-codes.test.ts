import * as jobsCore from "@docjobs/jobs-core";
import { describe, expect, it } from "vitest";
import { CliError } from "../../src/errors/cli-error.js";
import { errorReport } from "../../src/errors/error-report.js";
import { exitCodes, hintFor } from "../../src/errors/exit-codes.js";
import { exitOfCode } from "../../src/errors/exit-of-code.js";
import { errorLines } from "../../src/errors/report-error.js";

const errorClasses = Object.values(jobsCore).filter(
  (value): value is typeof jobsCore.JobsError =>
    typeof value === "function" && value.prototype instanceof jobsCore.JobsError,
);

describe("exit codes", () => {
  it("has one for every error class of jobs-core, so that no failure is called a bug by accident", () => {
    expect(errorClasses.length).toBeGreaterThan(20);
    expect(errorClasses.map(({ code }) => code).filter((code) => exitOfCode[code] === undefined)).toEqual([]);
  });

  it("names only codes that exist", () => {
    const exits = exitCodes.map(({ exit }) => exit);
    expect(Object.values(exitOfCode).filter((exit) => !exits.includes(exit))).toEqual([]);
    expect(new Set(exits).size).toBe(exits.length);
  });

  it("has a next step for every failure", () => {
    for (const { exit } of exitCodes) expect(hintFor(exit)).not.toBe("");
  });
});

describe("errorReport", () => {
  it("always has a hint, also where the error brings none", () => {
    for (const Failure of errorClasses) {
      const report = errorReport(new Failure("It went wrong.", { submittedAt: 0 } as never), "");
      expect(report.hint, Failure.code).not.toBe("");
      expect(report.exit, Failure.code).toBe(exitOfCode[Failure.code]);
    }
    expect(errorReport(new CliError(2, "No.", { code: "usage" }), "").hint).not.toBe("");
    expect(errorReport(new TypeError("x is not a function"), "")).toMatchObject({
      exit: 1,
      code: "unexpected",
    });
  });

  it("says how to go on with a job whose wait ended", () => {
    const error = new jobsCore.WaitTimeoutError("Late.", { provider: "castdoc", jobId: "j1", token: "t" });
    expect(errorReport(error, " --local").hint).toContain("docjobs wait castdoc j1 --local");
  });

  it("tells storage that refuses a file from a command line that the API refuses", () => {
    const refused = (status: number) => new jobsCore.RequestRefusedError("No.", { status, jobId: "j1" });
    expect(errorReport(refused(403), "").exit).toBe(7);
    expect(errorReport(refused(422), "").exit).toBe(2);
  });

  it("tells a full disk from a bug", () => {
    expect(errorReport(Object.assign(new Error("no space"), { code: "ENOSPC" }), "").exit).toBe(10);
  });
});

describe("errorLines", () => {
  it("keeps a server's escape sequences off the terminal", () => {
    const report = {
      ...errorReport(new Error("bad \u001B]0;owned\u0007 \u009B31m"), ""),
      jobId: "a\u001B[2J",
    };
    expect(errorLines(report, false)).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/u);
  });
});
