/** The share of the truth's words that a text has, each as often as there: order and layout do not count. */
export function wordRecall(truth: string, text: string): number {
  const wanted = words(truth);
  const found = new Map<string, number>();
  for (const word of words(text)) found.set(word, (found.get(word) ?? 0) + 1);
  let hits = 0;
  for (const word of wanted) {
    const left = found.get(word) ?? 0;
    if (left === 0) continue;
    found.set(word, left - 1);
    hits++;
  }
  return hits / wanted.length;
}

function words(text: string): string[] {
  return text
    .split(/\s+/)
    .map((word) => word.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase())
    .filter((word) => word !== "");
}
