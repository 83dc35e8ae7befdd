/** How much a change asks of a user of the client, as semantic versioning counts. */
export type Bump = "major" | "minor" | "patch";

export type FindingKind =
  "added" | "removed" | "deprecated" | "narrowed" | "widened" | "changed" | "lifecycle" | "text";

/** One difference between two revisions of a spec, as a user of the client meets it. */
export interface Finding {
  kind: FindingKind;
  bump: Bump;
  /** For example `GET /jobs/{id}`, `Job.status` or `x-job.cancel`. */
  where: string;
  what: string;
}

const order: readonly Bump[] = ["patch", "minor", "major"];

/** The larger of two bumps. */
export function largerBump(one: Bump | undefined, other: Bump | undefined): Bump | undefined {
  if (!one || !other) return one ?? other;
  return order.indexOf(one) >= order.indexOf(other) ? one : other;
}

/** True if `bump` is at least `wanted`. */
export function covers(bump: Bump | undefined, wanted: Bump): boolean {
  return bump !== undefined && order.indexOf(bump) >= order.indexOf(wanted);
}

/** The bump that all findings together ask for. */
export function bumpOf(findings: readonly Finding[]): Bump | undefined {
  return findings.reduce<Bump | undefined>((bump, finding) => largerBump(bump, finding.bump), undefined);
}

/** The largest first; each once. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const unique = new Map(findings.map((finding) => [formatFinding(finding), finding]));
  return [...unique.values()].sort(
    (one, other) =>
      order.indexOf(other.bump) - order.indexOf(one.bump) || compareText(one.where, other.where),
  );
}

/** `removed  Job.status (output): it is gone` */
export function formatFinding({ kind, where, what }: Finding): string {
  return `${kind}: ${where}: ${what}`;
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
