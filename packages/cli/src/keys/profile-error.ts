import { CliError } from "../errors/cli-error.js";
import { EXIT } from "../errors/exit-codes.js";

/** The profile, or the folder around it, is not a place for a key: others can read or change it. */
export function profileRefused(message: string, hint: string): CliError {
  return new CliError(EXIT.key, message, { code: "profile_refused", hint, retryable: false });
}

/** The profile does not say what a profile says. It is never rewritten. */
export function profileMalformed(message: string): CliError {
  return new CliError(EXIT.key, message, {
    code: "profile_malformed",
    hint: 'Mend the file by hand or move it away; it is not touched. It reads { "<provider>": { "apiKey": "…" } }.',
    retryable: false,
  });
}
