import { usageError } from "../errors/usage-error.js";

export interface Assignment {
  name: string;
  text: string;
}

/** Splits `key=value` at the first equals sign. */
export function parseAssignment(text: string, flag: string): Assignment {
  const equals = text.indexOf("=");
  if (equals < 1) throw usageError(`${flag} ${text}: expected key=value.`, `For example: ${flag} name=value`);
  return { name: text.slice(0, equals), text: text.slice(equals + 1) };
}
