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
  return cleanKey(await readKeyText(stdin), "standard input");
}

/** What comes from standard input, up to 64 KiB. */
export async function readKeyText(stdin: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.length > MAX_KEY_INPUT) break;
  }
  return text;
}

/** `elsewhere`: the profile has a key, for another origin than the one that requests go to. */
export function missingKey(providerId: string, elsewhere?: { saved: string; baseUrl: string }): CliError {
  const variable = `${environmentPrefix(providerId)}API_KEY`;
  const login = `docjobs auth login ${providerId}`;
  const message = elsewhere
    ? `The saved key for ${providerId} is for ${elsewhere.saved} only, and requests go to ${new URL(elsewhere.baseUrl).origin}.`
    : `No API key for ${providerId}.`;
  return new CliError(EXIT.key, message, {
    code: "key_missing",
    provider: providerId,
    hint: elsewhere
      ? `Run ${login} --base-url ${elsewhere.baseUrl}, or unset ${environmentPrefix(providerId)}BASE_URL.`
      : `Run ${login}, set ${variable}, or pipe the key in with --api-key-stdin; --local needs no key.`,
    retryable: false,
  });
}

const MAX_KEY_INPUT = 65_536;
