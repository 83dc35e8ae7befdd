/** A trade as sheet numbers and titles name it. */
export interface Discipline {
  /** Prefix of sheet numbers, after the US National CAD Standard. */
  prefix: string;
  /** As the API's `document_type` has it. */
  documentType: string;
  /** Words of titles that name it. */
  words: RegExp;
  /** The MasterFormat division of most of its work; none where it has several. */
  division: string | undefined;
}

const disciplines: readonly Discipline[] = [
  { prefix: "G", documentType: "GENERAL", words: /\bCODE (SUMMARY|ANALYSIS)|LIFE SAFETY\b/i, division: "01" },
  { prefix: "C", documentType: "CIVIL", words: /\b(CIVIL|GRADING|DRAINAGE|UTILITY)\b/i, division: "31" },
  { prefix: "L", documentType: "LANDSCAPE", words: /\b(LANDSCAPE|PLANTING|IRRIGATION)\b/i, division: "32" },
  { prefix: "S", documentType: "STRUCTURAL", words: /\b(STRUCTURAL|FRAMING|FOUNDATION)\b/i, division: "03" },
  {
    prefix: "FP",
    documentType: "FIRE_PROTECTION",
    words: /\b(FIRE (PROTECTION|SUPPRESSION)|SPRINKLER)\b/i,
    division: "21",
  },
  { prefix: "P", documentType: "PLUMBING", words: /\b(PLUMBING|SANITARY|DOMESTIC WATER)\b/i, division: "22" },
  {
    prefix: "M",
    documentType: "MECHANICAL",
    words: /\b(MECHANICAL|HVAC|DUCTWORK|VENTILATION)\b/i,
    division: "23",
  },
  {
    prefix: "E",
    documentType: "ELECTRICAL",
    words: /\b(ELECTRICAL|LIGHTING|POWER|ONE[- ]?LINE)\b/i,
    division: "26",
  },
  {
    prefix: "T",
    documentType: "TELECOMMUNICATIONS",
    words: /\b(TELECOM\w*|TECHNOLOGY|COMMUNICATIONS?)\b/i,
    division: "27",
  },
  { prefix: "I", documentType: "INTERIORS", words: /\b(INTERIOR DESIGN|FURNITURE)\b/i, division: "12" },
  { prefix: "A", documentType: "ARCHITECTURAL", words: /\bARCHITECTURAL\b/i, division: undefined },
];

/** Second letters tell parts of a trade, as in `AD-101` for demolition; `FP` alone is a trade of its own. */
export function disciplineOfNumber(sheetNumber: string): Discipline | undefined {
  const letters = /^[A-Z]+/i.exec(sheetNumber)?.[0].toUpperCase() ?? "";
  const exact = disciplines.find(({ prefix }) => prefix === letters);
  return exact ?? disciplines.find(({ prefix }) => prefix === letters[0]);
}

export function disciplineOfWords(title: string): Discipline | undefined {
  return disciplines.find(({ words }) => words.test(title));
}
