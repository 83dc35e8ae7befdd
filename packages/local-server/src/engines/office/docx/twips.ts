/** Points as twentieths, whole, within what Word takes. */
export function twips(points: number): number {
  return Math.max(-31_680, Math.min(31_680, Math.round(points * 20)));
}

/** Points as English Metric Units. */
export function emu(points: number): number {
  return Math.max(1, Math.round(points * 12_700));
}
