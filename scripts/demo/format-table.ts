/** Aligns rows in columns; numbers to the right. The first row is the heading. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row, index) =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0, index))
      .join("  ")
      .trimEnd(),
  );
  return [lines[0], widths.map((width) => "-".repeat(width)).join("  "), ...lines.slice(1)].join("\n");
}

function pad(cell: string, width: number, row: number): string {
  return row > 0 && /^[\d.]+$/.test(cell) ? cell.padStart(width) : cell.padEnd(width);
}
