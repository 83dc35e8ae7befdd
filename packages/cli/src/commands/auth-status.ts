import type { OutputFlags } from "../common-flags.js";
import type { CliContext } from "../context.js";
import { keyStatus, type KeyStatus } from "../keys/key-status.js";
import { profilePath } from "../keys/profile-path.js";
import { readProfiles } from "../keys/read-profile.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { writeJsonLine, writeStdout } from "../output/stdout.js";
import { findProvider } from "../providers/find-provider.js";
import { providers } from "../providers.gen.js";
import { printable } from "../terminal/printable.js";

export interface StatusFlags extends OutputFlags {
  check?: boolean;
  insecureHttp?: boolean;
}

const STATUS_FIELDS: readonly string[] = [
  "provider",
  "source",
  "key",
  "origin",
  "baseUrl",
  "state",
  "problem",
];

/** `docjobs auth status`: where each provider's key comes from and where it goes. Asks the API only with `--check`. */
export async function statusCommand(
  context: CliContext,
  flags: StatusFlags,
  providerId?: string,
): Promise<void> {
  checkFieldNames(flags.json, STATUS_FIELDS);
  const chosen = providerId === undefined ? providers : [findProvider(providerId)];
  const path = profilePath(context.env, context.home);
  const profiles = await readProfiles(path);
  let failure: unknown;
  for (const provider of chosen) {
    const { status, error } = await keyStatus(context, flags, provider, { path, profiles });
    if (flags.json === undefined) await writeStdout(`${statusLine(status)}\n`);
    else await writeJsonLine(selectFields({ ...status }, flags.json));
    // One that was asked for by name has to be there; of all, only a key that is there can be wrong.
    if (status.state !== "missing" || providerId !== undefined) failure ??= error;
  }
  if (failure !== undefined) throw failure;
}

function statusLine({ provider, state, key, source, origin, problem }: KeyStatus): string {
  const columns = [provider, state, key ?? "", source ?? "", origin ?? "", problem ?? ""];
  return columns.map(printable).join("\t").trimEnd();
}
