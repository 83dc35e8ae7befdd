import { type Around, readText } from "./place.js";

/** Values of parameters from places in an answer, or `=value`; undefined where one is not there. */
export function fillParameters(
  places: Readonly<Record<string, string>>,
  body: unknown,
  around: Around,
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [name, at] of Object.entries(places)) {
    const value = at.startsWith("=") ? at.slice(1) : readText(at, body, around);
    if (value === undefined) return undefined;
    parameters[name] = value;
  }
  return parameters;
}
