import { FaultSpecError } from "./fault-spec-error.js";

/** @throws FaultSpecError where a kind that takes no value was given one. */
export function refuseValue(name: string, value: string | undefined): void {
  if (value !== undefined) throw new FaultSpecError(`${name} takes no value.`);
}
