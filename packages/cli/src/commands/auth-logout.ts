import type { OutputFlags } from "../common-flags.js";
import type { CliContext } from "../context.js";
import { usageError } from "../errors/usage-error.js";
import { openProgress } from "../jobs/open-progress.js";
import { changeProfile } from "../keys/change-profile.js";
import { profilePath } from "../keys/profile-path.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { writeJsonLine } from "../output/stdout.js";
import { findProvider, findProviderOrNone } from "../providers/find-provider.js";
import { environmentPrefix } from "../providers/provider-names.js";
import { providers } from "../providers.gen.js";

export interface LogoutFlags extends OutputFlags {
  all?: boolean;
}

const LOGOUT_FIELDS: readonly string[] = ["removed", "profile"];

/** `docjobs auth logout`: takes keys out of the profile. A key that is not there is no error. */
export async function logoutCommand(
  context: CliContext,
  flags: LogoutFlags,
  providerId?: string,
): Promise<void> {
  checkFieldNames(flags.json, LOGOUT_FIELDS);
  if ((providerId === undefined) !== (flags.all ?? false)) {
    throw usageError(
      providerId === undefined
        ? "docjobs auth logout needs a provider."
        : "Give a provider or --all, not both.",
      "docjobs auth logout <provider>, or docjobs auth logout --all",
    );
  }
  const { noteLine: note } = openProgress(context, flags.quiet);
  const path = profilePath(context.env, context.home);
  let removed: string[] = [];
  await changeProfile({
    path,
    note,
    signal: context.interruption.signal,
    change: (profiles) => {
      // A name that only the file knows may be a provider of another version.
      if (providerId !== undefined && !Object.hasOwn(profiles, providerId)) findProvider(providerId);
      removed = Object.keys(profiles).filter((id) => flags.all || id === providerId);
      if (removed.length === 0) return undefined;
      return Object.fromEntries(Object.entries(profiles).filter(([id]) => !removed.includes(id)));
    },
  });
  note(
    removed.length === 0
      ? `No key is saved${providerId === undefined ? "" : ` for ${providerId}`}.`
      : `Removed the key for ${removed.join(", ")} from ${path}.`,
  );
  const concerned = providerId === undefined ? providers : [findProviderOrNone(providerId)];
  for (const { id } of concerned.filter((entry) => entry !== undefined)) {
    const variable = `${environmentPrefix(id)}API_KEY`;
    if (context.env[variable]) note(`${variable} is still set.`);
  }
  if (flags.json !== undefined) await writeJsonLine(selectFields({ removed, profile: path }, flags.json));
}
