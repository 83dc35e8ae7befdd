const topics: readonly [string, RegExp][] = [
  ["doors", /\bDOORS?\b/i],
  ["windows", /\b(WINDOWS?|GLAZING|STOREFRONT|CURTAIN WALL)\b/i],
  ["finishes", /\b(FINISH(ES)?|FLOORING|CEILINGS?|PAINT)\b/i],
  ["walls", /\b(WALL TYPES?|PARTITIONS?)\b/i],
  ["stairs", /\bSTAIRS?\b/i],
  ["roofing", /\bROOF(ING)?\b/i],
  ["concrete", /\b(CONCRETE|FOOTINGS?|REBAR)\b/i],
  ["steel", /\b(STEEL|JOISTS?|BEAMS?)\b/i],
  ["lighting", /\b(LIGHTING|LUMINAIRES?)\b/i],
  ["power", /\b(POWER|RECEPTACLES?|PANEL ?BOARDS?|SWITCHGEAR)\b/i],
  ["plumbing fixtures", /\b(PLUMBING FIXTURES?|LAVATOR(Y|IES)|WATER CLOSETS?)\b/i],
  ["ductwork", /\b(DUCTS?|DUCTWORK|DIFFUSERS?|AIR HANDL\w+)\b/i],
  ["sprinklers", /\bSPRINKLERS?\b/i],
];

/** What a sheet's text speaks of. */
export function scopeOf(text: string): string[] {
  return topics.filter(([, pattern]) => pattern.test(text)).map(([topic]) => topic);
}
