import type { CliContext } from "../context.js";
import { errorReport } from "../errors/error-report.js";
import { keyStatus, type KeyStatus } from "../keys/key-status.js";
import { profilePath } from "../keys/profile-path.js";
import { readProfiles, type Profiles } from "../keys/read-profile.js";
import { providers } from "../providers.gen.js";
import { fail, ok, warn, type Finding } from "./finding.js";

/** The profile, and each provider's key; with `check` the APIs are asked whether they take theirs. */
export async function* checkKeys(
  context: CliContext,
  flags: { check?: boolean; insecureHttp?: boolean },
): AsyncGenerator<Finding> {
  const path = profilePath(context.env, context.home);
  let profiles: Profiles = {};
  try {
    profiles = await readProfiles(path);
    const count = Object.keys(profiles).length;
    yield ok("profile", `${path} (${count === 0 ? "no saved key" : `${count} saved`})`);
  } catch (error) {
    yield failure("profile", error);
  }
  for (const provider of providers) {
    const { status, error } = await keyStatus(context, flags, provider, { path, profiles });
    const check = `key of ${provider.id}`;
    if (status.state === "missing") {
      yield warn(check, status.problem ?? "missing", errorReport(error, "").hint);
    } else if (error !== undefined) yield failure(check, error);
    else yield ok(check, describe(status));
  }
}

function describe({ state, key, source, origin }: KeyStatus): string {
  return `${state}: ${key ?? ""} from ${source ?? ""}, for ${origin ?? ""}`;
}

function failure(check: string, error: unknown): Finding {
  const { message, hint, exit } = errorReport(error, "");
  return fail(check, message, hint, exit);
}
