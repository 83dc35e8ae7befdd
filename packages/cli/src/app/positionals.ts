import type { TypedPositionalParameters } from "@stricli/core";
import type { CliContext } from "../context.js";

/** Any number of words; each command counts them itself and says what it wants. */
export type Words = readonly string[];

export function words(placeholder: string): TypedPositionalParameters<Words, CliContext> {
  return { kind: "array", parameter: { parse: String, placeholder, brief: placeholder } };
}

export function oneWord(placeholder: string): TypedPositionalParameters<[string], CliContext> {
  return { kind: "tuple", parameters: [{ parse: String, placeholder, brief: placeholder }] };
}

export function optionalWord(placeholder: string): TypedPositionalParameters<[string?], CliContext> {
  return { kind: "tuple", parameters: [{ parse: String, placeholder, brief: placeholder, optional: true }] };
}
