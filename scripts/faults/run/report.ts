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

/**
 * 1 where a row fell or has no test, or a test stands beside the matrix. What this machine could not provoke is counted as not
 * survived, and is no failure of the code.
 */
export function exitCodeOf({ survived, strays, rows }: FaultReport): number {
  const isBroken = rows.some(({ outcome }) => outcome === "fell" || outcome === "no test");
  return survived > 0 && !isBroken && strays.length === 0 ? 0 : 1;
}
