const ordinals: readonly string[] = [
  "FIRST",
  "SECOND",
  "THIRD",
  "FOURTH",
  "FIFTH",
  "SIXTH",
  "SEVENTH",
  "EIGHTH",
  "NINTH",
  "TENTH",
];

/** The floor that a title names: a number, `B`, `G`, `M`, `R`; empty where it names none. */
export function floorOf(title: string): string {
  const text = title.toUpperCase();
  const level =
    /\b(?:LEVEL|FLOOR)\s+(\d{1,3})\b/.exec(text) ??
    /\b(\d{1,3})(?:ST|ND|RD|TH)\s+(?:FLOOR|LEVEL)\b/.exec(text);
  if (level?.[1]) return String(Number(level[1]));
  const ordinal = ordinals.findIndex((word) =>
    new RegExp(`\\b${word}\\s+(?:FLOOR|LEVEL|STOREY|STORY)\\b`).test(text),
  );
  if (ordinal >= 0) return String(ordinal + 1);
  if (/\bBASEMENT\b/.test(text)) return "B";
  if (/\bGROUND\s+(FLOOR|LEVEL)\b/.test(text)) return "G";
  if (/\bMEZZANINE\b/.test(text)) return "M";
  return /\bROOF\b/.test(text) ? "R" : "";
}
