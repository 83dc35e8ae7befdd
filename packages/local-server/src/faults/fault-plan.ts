import type { Fault, FaultedRequest } from "./fault.js";
import { type FaultRule, parseFaults } from "./parse-faults.js";

/** Decides which faults a request has. */
export interface FaultPlan {
  /**
   * The faults of one request: those that its header asks for, and those that the server was started with.
   *
   * @throws FaultSpecError for a header that is not understood.
   */
  choose(request: FaultedRequest, header: string | undefined): Fault[];
}

/** Header texts whose counts are remembered. */
const maxRemembered = 500;

/** @throws FaultSpecError for faults that are not understood. */
export function createFaultPlan(options: {
  /** Faults that any request may have. */
  faults: readonly string[];
  /** From 0 to below 1. */
  random: () => number;
}): FaultPlan {
  const standing = options.faults.flatMap(parseFaults).map(counted);
  const byHeader = new Map<string, CountedRule[]>();

  function rulesOf(header: string): CountedRule[] {
    const known = byHeader.get(header);
    if (known) return known;
    const rules = parseFaults(header).map(counted);
    const [oldest] = byHeader.keys();
    if (byHeader.size >= maxRemembered && oldest !== undefined) byHeader.delete(oldest);
    byHeader.set(header, rules);
    return rules;
  }

  function strikes(rule: CountedRule, request: FaultedRequest): boolean {
    const { fault, method, path, probability } = rule;
    if (rule.left <= 0 || (method !== undefined && method !== request.method)) return false;
    if (!path.test(request.path) || fault.appliesTo?.(request) === false) return false;
    if (probability < 1 && options.random() >= probability) return false;
    rule.left -= 1;
    return true;
  }

  return {
    choose(request, header) {
      const rules = header === undefined ? standing : [...rulesOf(header), ...standing];
      return rules.filter((rule) => strikes(rule, request)).map(({ fault }) => fault);
    },
  };
}

interface CountedRule extends FaultRule {
  left: number;
}

function counted(rule: FaultRule): CountedRule {
  return { ...rule, left: rule.count };
}
