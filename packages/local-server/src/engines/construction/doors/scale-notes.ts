const imperial =
  /(?:(\d{1,2})[\s-]+)?(\d{1,3})(?:\s*\/\s*(\d{1,2}))?\s*(?:"|”|″|''|’’|in\b\.?)\s*=\s*1\s*(?:'|’|′|ft\b\.?)/gi;
const metric = /\bscale\s*[:=]?\s*1\s*:\s*(\d{1,4})\b/gi;

/** A door leaf is between these wide, with room for closets and for gates. */
const leafFeet = { from: 1.2, to: 5.5 };
const pointsInAnInch = 72;

/** Reads scale notes such as `1/8" = 1'-0"` or `SCALE 1:100` and says how long door leaves are then, in points. */
export function likelyRadii(text: string): { from: number; to: number }[] {
  const pointsPerFoot = new Set<number>();
  for (const [, whole, top, bottom] of text.matchAll(imperial)) {
    const inches = Number(whole ?? 0) + Number(top) / Number(bottom ?? 1);
    if (inches > 0 && Number.isFinite(inches)) pointsPerFoot.add(inches * pointsInAnInch);
  }
  for (const [, ratio] of text.matchAll(metric)) {
    if (Number(ratio) >= 5) pointsPerFoot.add((12 * pointsInAnInch) / Number(ratio));
  }
  return [...pointsPerFoot].map((scale) => ({ from: leafFeet.from * scale, to: leafFeet.to * scale }));
}
