import { writeFileSync } from "node:fs";
import path from "node:path";
import type { FaultRow } from "../fault-row.js";
import type { MatrixRow } from "../matrix.js";
import type { FaultOptions } from "./parse-arguments.js";
import { exitCodeOf, formatRow, formatSummary, makeReport } from "./report.js";
import { findStrays, runRows } from "./run-rows.js";

/** Runs the rows, prints a line for each, writes the report; gives the exit code. The report's path is relative to `cwd`. */
export async function runFaults(
  matrix: readonly MatrixRow[],
  rows: readonly FaultRow[],
  { only, json, concurrency }: FaultOptions,
  { cwd, print }: { cwd: string; print: (line: string) => void },
): Promise<number> {
  const results = await runRows(matrix, rows, {
    only,
    concurrency,
    onResult: (result) => print(formatRow(result)),
  });
  if (results.length === 0) {
    print(`No row begins with ${only.join(" or ")}. Rows are N01 to N95 and P01 to P40.`);
    return 2;
  }
  const report = makeReport(results, matrix.length, findStrays(matrix, rows));
  writeFileSync(path.resolve(cwd, json), `${JSON.stringify(report, null, 2)}\n`);
  print(formatSummary(report));
  return exitCodeOf(report);
}
