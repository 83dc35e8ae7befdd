/** Keeps from asking a domain again and again that fails. */
export interface DomainCircuit {
  isOpen(domain: string): boolean;
  failed(domain: string): void;
}

const failuresToOpen = 5;
const windowMs = 60_000;
const openMs = 60_000;
const maxDomains = 1000;

/** Five failures within a minute block a domain for a minute. */
export function createDomainCircuit(now: () => number): DomainCircuit {
  const domains = new Map<string, { failedAt: number[]; openUntil: number }>();
  return {
    isOpen: (domain) => (domains.get(domain)?.openUntil ?? 0) > now(),
    failed(domain) {
      const at = now();
      const known = domains.get(domain);
      const failedAt = [...(known?.failedAt ?? []).filter((time) => at - time < windowMs), at];
      const opens = failedAt.length >= failuresToOpen;
      domains.delete(domain);
      domains.set(domain, {
        failedAt: opens ? [] : failedAt,
        openUntil: opens ? at + openMs : (known?.openUntil ?? 0),
      });
      const [oldest] = domains.keys();
      if (domains.size > maxDomains && oldest !== undefined) domains.delete(oldest);
    },
  };
}
