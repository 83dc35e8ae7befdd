import type { MatrixResult } from "./run-rows.js";

export interface FaultReport {
  survived: number;
  total: number;
  /** Rows of the whole matrix, whether chosen or not. */
  matrix: number;
  node: string;
  platform: string;
  strays: readonly string[];
  rows: readonly MatrixResult[];
}

const WORDS: Readonly<Record<MatrixResult["outcome"], string>> = {
  survived: "survived",
  fell: "FELL",
  "not provoked": "NOT PROVOKED",
  "no test": "NO TEST",
};

export function makeReport(
  rows: readonly MatrixResult[],
  matrixSize: number,
  strays: readonly string[],
): FaultReport {
  const survived = rows.filter(({ outcome }) => outcome === "survived").length;
  const { version: node, platform } = process;
  return { survived, total: rows.length, matrix: matrixSize, node, platform, strays, rows };
}

/** `N02 submit-rst-after-create          survived      0.21 s` */
export function formatRow({ id, name, outcome, seconds, detail }: MatrixResult): string {
  const line = `${id} ${name.padEnd(38)} ${WORDS[outcome].padEnd(12)} ${seconds.toFixed(2).padStart(6)} s`;
  return detail === undefined ? line : `${line}  ${detail}`;
}

/** The last lines: what is left to mend, then the figure. */
export function formatSummary({ survived, total, matrix, strays, rows }: FaultReport): string {
  const unkept = rows.filter(({ outcome }) => outcome !== "survived");
  return [
    "",
    ...strays,
    ...unkept.map(({ id, promise }) => `${id} promises: ${promise}`),
    `faults survived: ${survived}/${total}${total === matrix ? "" : ` (of ${matrix})`}`,
  ].join("\n");
}

/** 0 only where every row that was asked for survived, and no test stands beside the matrix. */
export function exitCodeOf({ survived, total, strays }: FaultReport): number {
  return survived === total && total > 0 && strays.length === 0 ? 0 : 1;
}
