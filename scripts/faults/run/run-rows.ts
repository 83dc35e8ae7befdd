import type { FaultRow } from "../fault-row.js";
import type { MatrixRow } from "../matrix.js";
import { type RowResult, runRow } from "./run-row.js";

export type MatrixResult = MatrixRow & RowResult;

export interface RunOptions {
  /** Beginnings of ids or names; empty: every row. */
  only: readonly string[];
  concurrency: number;
  /** Called for each row as it ends. */
  onResult(result: MatrixResult): void;
}

/** Runs the tests of the chosen rows; in the matrix's order, whatever the order in which they ended. */
export async function runRows(
  matrix: readonly MatrixRow[],
  rows: readonly FaultRow[],
  { only, concurrency, onResult }: RunOptions,
): Promise<MatrixResult[]> {
  const chosen = matrix.filter((row) => isChosen(row, only));
  const testOf = new Map(rows.map((row) => [row.id, row]));
  const results = new Map<string, MatrixResult>();
  const again: MatrixRow[] = [];
  const note = (row: MatrixRow, result: RowResult): void => {
    results.set(row.id, { ...row, ...result });
    onResult({ ...row, ...result });
  };
  const run = async (row: MatrixRow): Promise<void> => {
    const test = testOf.get(row.id);
    const result: RowResult = test ? await runRow(test) : { outcome: "no test", seconds: 0 };
    if (result.outcome === "fell") again.push(row);
    note(row, result);
  };
  const isAlone = (row: MatrixRow): boolean => testOf.get(row.id)?.isAlone === true;
  const queue = chosen.filter((row) => !isAlone(row));
  const work = async (): Promise<void> => {
    for (let row = queue.shift(); row; row = queue.shift()) await run(row);
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  for (const row of chosen.filter(isAlone)) await run(row);
  // Rows that ran beside others may have starved: what fell is tried once more with the machine to itself.
  for (const row of again) {
    const test = testOf.get(row.id);
    if (test) note(row, withNote(await runRow(test), "at its second try, alone"));
  }
  return chosen.flatMap((row) => results.get(row.id) ?? []);
}

function withNote(result: RowResult, text: string): RowResult {
  return { ...result, detail: result.detail === undefined ? text : `${result.detail} (${text})` };
}

/** Tests that no row of the matrix asks for, asked for twice, or under another name: one sentence each. */
export function findStrays(matrix: readonly MatrixRow[], rows: readonly FaultRow[]): string[] {
  const names = new Map(matrix.map(({ id, name }) => [id, name]));
  const seen = new Set<string>();
  return rows.flatMap(({ id, name }) => {
    const known = names.get(id);
    const isAgain = seen.has(id);
    seen.add(id);
    if (known === undefined) return [`${id} ${name} has a test but no row in the matrix`];
    if (isAgain) return [`${id} ${name} has two tests`];
    return known === name ? [] : [`${id} is ${known} in the matrix, and ${name} in its test`];
  });
}

function isChosen({ id, name }: MatrixRow, only: readonly string[]): boolean {
  return only.length === 0 || only.some((text) => id.startsWith(text.toUpperCase()) || name.startsWith(text));
}
