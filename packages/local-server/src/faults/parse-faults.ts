import { faultKinds } from "./fault-kinds.js";
import type { Fault } from "./fault.js";
import { FaultSpecError } from "./fault-spec-error.js";
import { readNumber } from "./read-number.js";

/** A fault, and the requests that have it. */
export interface FaultRule {
  fault: Fault;
  /** Chance from 0 to 1 that a request which could have it has it. */
  probability: number;
  /** Requests that have it; then it is over. */
  count: number;
  /** Paths that have it. */
  path: RegExp;
  /** Upper case; undefined for all. */
  method: string | undefined;
}

const maxSpecLength = 2000;

/**
 * Reads faults: `kind[=value]`, each with `;probability=`, `;count=`, `;path=` (with `*` for anything), `;method=`; several
 * with commas between them.
 *
 * @throws FaultSpecError with the list of kinds.
 */
export function parseFaults(spec: string): FaultRule[] {
  if (spec.length > maxSpecLength) throw new FaultSpecError(`A fault may have ${maxSpecLength} characters.`);
  try {
    return spec.split(",").map(parseRule);
  } catch (error) {
    if (!(error instanceof FaultSpecError)) throw error;
    throw new FaultSpecError(`${error.message} ${usage()}`);
  }
}

function parseRule(text: string): FaultRule {
  const [head = "", ...conditions] = text.split(";").map((part) => part.trim());
  const { name, value } = nameAndValue(head);
  const kind = faultKinds.find((candidate) => candidate.name === name);
  if (!kind) throw new FaultSpecError(`There is no fault ${JSON.stringify(name)}.`);
  const rule: FaultRule = {
    fault: kind.parse(value),
    probability: 1,
    count: Number.POSITIVE_INFINITY,
    path: /^/,
    method: undefined,
  };
  for (const condition of conditions) readCondition(rule, nameAndValue(condition));
  return rule;
}

function readCondition(rule: FaultRule, { name, value = "" }: NamedValue): void {
  switch (name) {
    case "probability":
      rule.probability = readProbability(value);
      return;
    case "count":
      rule.count = readNumber(value, { name: "count", min: 1, max: 1_000_000 });
      return;
    case "path":
      rule.path = readPath(value);
      return;
    case "method":
      if (!/^[a-z]+$/i.test(value)) throw new FaultSpecError("method takes a method, for example POST.");
      rule.method = value.toUpperCase();
      return;
    case "name":
      // It only tells one text from another, so that a count begins anew.
      return;
    default:
      throw new FaultSpecError(
        `There is no condition ${JSON.stringify(name)}; there are probability, count, path, method and name.`,
      );
  }
}

function readProbability(value: string): number {
  const probability = Number(value);
  if (value !== "" && probability >= 0 && probability <= 1) return probability;
  throw new FaultSpecError("probability takes a number from 0 to 1.");
}

function readPath(value: string): RegExp {
  if (!/^[/*]/.test(value)) {
    throw new FaultSpecError("path takes a path, for example /convert/job/*/download.");
  }
  // Many stars would make the match slow.
  const parts = value.split("*");
  if (parts.length > 9) throw new FaultSpecError("path takes 8 stars at most.");
  const escaped = parts.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`);
}

interface NamedValue {
  name: string;
  value: string | undefined;
}

function nameAndValue(text: string): NamedValue {
  const at = text.indexOf("=");
  if (at < 0) return { name: text.trim(), value: undefined };
  return { name: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
}

function usage(): string {
  return `Faults: ${faultKinds.map(({ name, value }) => name + value).join(", ")}.`;
}
