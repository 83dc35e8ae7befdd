import { CliError } from "../errors/cli-error.js";
import { EXIT } from "../errors/exit-codes.js";
import { environmentPrefix } from "./provider-names.js";

/** Cleans a key that came from a pipe, a variable or a file; refuses what no HTTP header can carry. */
export function cleanKey(raw: string, source: string): string {
  const key = raw.replace(/^\uFEFF/u, "").trim();
  if (/^[\x21-\x7e]+$/u.test(key)) return key;
  throw new CliError(
    EXIT.key,
    key === "" ? `The API key from ${source} is empty.` : `The API key from ${source} is malformed.`,
    {
      code: "key_malformed",
      hint: "A key is one line of printable ASCII without spaces.",
      retryable: false,
    },
  );
}

/** Reads a key from standard input, up to 64 KiB. */
export async function readKeyFromStdin(stdin: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.length > MAX_KEY_INPUT) break;
  }
  return cleanKey(text, "standard input");
}

export function missingKey(providerId: string): CliError {
  const variable = `${environmentPrefix(providerId)}API_KEY`;
  return new CliError(EXIT.key, `No API key for ${providerId}.`, {
    code: "key_missing",
    provider: providerId,
    hint: `Set ${variable}, or pipe the key in with --api-key-stdin; --local needs no key.`,
    retryable: false,
  });
}

const MAX_KEY_INPUT = 65_536;
