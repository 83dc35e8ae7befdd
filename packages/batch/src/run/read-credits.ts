/** Spellings that APIs have for what a job cost. */
const NAMES = [
  "creditCost",
  "credit_cost",
  "creditsUsed",
  "credits_used",
  "creditsCharged",
  "credits_charged",
];

/** What a job's answer says that it cost. */
export function readCredits(raw: unknown): number | undefined {
  if (typeof raw !== "object" || raw === null) return undefined;
  const fields = raw as Record<string, unknown>;
  return NAMES.map((name) => fields[name]).find(
    (value): value is number => typeof value === "number" && value >= 0,
  );
}
