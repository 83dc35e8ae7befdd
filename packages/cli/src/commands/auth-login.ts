import { createJobsClient } from "@docjobs/jobs-core";
import type { ReadStream } from "node:tty";
import type { OutputFlags } from "../common-flags.js";
import type { CliContext } from "../context.js";
import { usageError } from "../errors/usage-error.js";
import { openProgress } from "../jobs/open-progress.js";
import { changeProfile } from "../keys/change-profile.js";
import { isHttpUrl } from "../keys/find-key.js";
import { joinKeyParts, keyPartNames } from "../keys/key-parts.js";
import { maskKey } from "../keys/mask-key.js";
import { profilePath } from "../keys/profile-path.js";
import { readHidden } from "../keys/read-hidden.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { writeJsonLine } from "../output/stdout.js";
import type { ProviderEntry } from "../provider-entry.js";
import { cleanKey, readKeyText } from "../providers/api-key.js";
import { findProvider } from "../providers/find-provider.js";
import { environmentPrefix } from "../providers/provider-names.js";

export interface LoginFlags extends OutputFlags {
  baseUrl?: string;
  apiKeyStdin?: boolean;
  insecureHttp?: boolean;
}

const LOGIN_FIELDS: readonly string[] = ["provider", "origin", "baseUrl", "key", "profile"];

/** `docjobs auth login`: keeps a key in the profile, for one origin. Sends nothing. */
export async function loginCommand(
  context: CliContext,
  flags: LoginFlags,
  providerId: string,
): Promise<void> {
  checkFieldNames(flags.json, LOGIN_FIELDS);
  const provider = findProvider(providerId);
  const names = keyPartNames(provider.api);
  if (names.length === 0) throw usageError(`${provider.id} takes no key.`, "There is nothing to log in to.");
  const { noteLine: note } = openProgress(context, flags.quiet);
  const baseUrl = flags.baseUrl ?? provider.api.baseUrl;
  if (!isHttpUrl(baseUrl))
    throw usageError("--base-url is not an http(s) URL.", `For example: ${provider.api.baseUrl}`);
  // Refuses a base URL that must get no key, before the key is asked for.
  createJobsClient(provider.api, { baseUrl, insecureHttp: flags.insecureHttp });
  const path = profilePath(context.env, context.home);
  const apiKey = await askForKey(context, flags, provider, names);
  createJobsClient(provider.api, { baseUrl, insecureHttp: flags.insecureHttp, apiKey });
  const { origin } = new URL(baseUrl);
  const entry = { apiKey, origin, ...(flags.baseUrl !== undefined && { baseUrl }) };
  await changeProfile({
    path,
    note,
    signal: context.interruption.signal,
    change: (profiles) => ({ ...profiles, [provider.id]: entry }),
  });
  note(`Saved the key for ${provider.id} in ${path}. It goes to ${origin} and nowhere else.`);
  noteOverrides(context, provider, origin, note);
  if (flags.json === undefined) return;
  const saved = { provider: provider.id, origin, baseUrl, key: maskKey(apiKey), profile: path };
  await writeJsonLine(selectFields(saved, flags.json));
}

async function askForKey(
  { stdin, interruption }: CliContext,
  flags: LoginFlags,
  { id, api }: ProviderEntry,
  names: readonly string[],
): Promise<string> {
  if (stdin.isTTY && !flags.apiKeyStdin) {
    const parts: string[] = [];
    for (const name of names) {
      const typed = await readHidden(
        stdin as ReadStream,
        `${api.title} ${name} (not shown)`,
        interruption.signal,
      );
      parts.push(cleanKey(typed, "the prompt"));
    }
    return joinKeyParts(names, parts);
  }
  const text = (await readKeyText(stdin)).replace(/^\uFEFF/u, "").trim();
  const lines = names.length > 1 ? text.split(/[\r\n]+/u) : [text];
  return joinKeyParts(
    names,
    lines.map((line) => cleanKey(line, `standard input for ${id}`)),
  );
}

/** What will count before the saved key does. */
function noteOverrides(
  { env }: CliContext,
  { id }: ProviderEntry,
  origin: string,
  note: (line: string) => void,
): void {
  const prefix = environmentPrefix(id);
  const url = env[`${prefix}BASE_URL`];
  if (env[`${prefix}API_KEY`]) note(`${prefix}API_KEY is set: it is used instead of the saved key.`);
  if (url && (!URL.canParse(url) || new URL(url).origin !== origin))
    note(
      `${prefix}BASE_URL points elsewhere, where the saved key is not sent: --base-url saves it for there.`,
    );
}
