import { FaultSpecError } from "./fault-spec-error.js";

export interface NumberRule {
  /** What the number is of, as the message names it. */
  name: string;
  min: number;
  max: number;
  default?: number;
}

/**
 * A whole number in a fault's text.
 *
 * @throws FaultSpecError for anything else.
 */
export function readNumber(text: string | undefined, rule: NumberRule): number {
  if (text === undefined && rule.default !== undefined) return rule.default;
  const value = Number(text);
  if (text !== undefined && /^[+-]?\d+$/.test(text) && value >= rule.min && value <= rule.max) return value;
  throw new FaultSpecError(`${rule.name} takes a whole number from ${rule.min} to ${rule.max}.`);
}

/** Timers take no more. */
export const maxFaultMs: number = 2 ** 31 - 1;
