import { join } from "node:path";

/** `$DOCJOBS_CONFIG/profile.json`, else `$XDG_CONFIG_HOME/docjobs/profile.json`, else under `~/.config`. */
export function profilePath(env: NodeJS.ProcessEnv, home: string): string {
  const folder = env["DOCJOBS_CONFIG"] || join(env["XDG_CONFIG_HOME"] || join(home, ".config"), "docjobs");
  return join(folder, "profile.json");
}
