/** The kinds of drawing that the API names. */
export type DrawingType = "FLOOR_PLAN" | "ELEVATION" | "SCHEDULE" | "SECTION" | "DETAIL" | "GENERAL";

const words: readonly [DrawingType, RegExp][] = [
  ["SCHEDULE", /\bSCHEDULES?\b/i],
  ["ELEVATION", /\bELEVATIONS?\b/i],
  ["SECTION", /\bSECTIONS?\b/i],
  ["DETAIL", /\bDETAILS?\b/i],
  ["FLOOR_PLAN", /\bPLANS?\b/i],
  [
    "GENERAL",
    /\b(COVER SHEET|TITLE SHEET|SHEET INDEX|DRAWING INDEX|LEGENDS?|ABBREVIATIONS|GENERAL NOTES)\b/i,
  ],
];

/** The kind that a title names first; undefined where it names none. */
export function drawingTypeOf(title: string): DrawingType | undefined {
  let best: { type: DrawingType; at: number } | undefined;
  for (const [type, pattern] of words) {
    const at = title.search(pattern);
    if (at >= 0 && (!best || at < best.at)) best = { type, at };
  }
  return best?.type;
}
