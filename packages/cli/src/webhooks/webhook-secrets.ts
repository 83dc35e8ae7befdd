import { CliError } from "../errors/cli-error.js";
import { EXIT } from "../errors/exit-codes.js";
import type { ProviderEntry } from "../provider-entry.js";
import { readKeyText } from "../providers/api-key.js";
import { environmentPrefix } from "../providers/provider-names.js";

/** Where a provider's webhook secret comes from, when not from stdin. */
export function secretVariable({ id }: ProviderEntry): string {
  return `${environmentPrefix(id)}WEBHOOK_SECRET`;
}

/** The secrets, one a line: several while one is being changed. None where nothing is set. */
export async function readSecrets(
  { env, stdin }: { env: NodeJS.ProcessEnv; stdin: NodeJS.ReadableStream },
  provider: ProviderEntry,
  isOnStdin: boolean,
): Promise<string[]> {
  const text = isOnStdin ? await readKeyText(stdin) : (env[secretVariable(provider)] ?? "");
  const secrets = text
    .replace(/^\uFEFF/u, "")
    .split(/\r?\n/u)
    .filter((line) => line.trim() !== "");
  if (secrets.length > 0 || !isOnStdin) return secrets;
  throw new CliError(EXIT.key, "There is no webhook secret on standard input.", {
    code: "webhook_secret_missing",
    hint: `Pipe in the secret that was given with the submit, or set ${secretVariable(provider)}.`,
    retryable: false,
  });
}

/** Whether the API signs its webhooks, in a way that is known. */
export function signsWebhooks({ api }: ProviderEntry): boolean {
  return api.webhook?.signature !== undefined;
}

export function sendsWebhooks({ api }: ProviderEntry): boolean {
  return api.webhook !== undefined || Object.values(api.kinds).some(({ input }) => input.webhook);
}
