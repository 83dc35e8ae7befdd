import { join, resolve } from "node:path";

/** Where the local server keeps its files: `--data`, then `DOCJOBS_DATA`, then the user's data directory. */
export function dataDirectory(flag: string | undefined, env: NodeJS.ProcessEnv, home: string): string {
  const named = flag || env["DOCJOBS_DATA"];
  if (named) return resolve(named);
  return join(env["XDG_DATA_HOME"] || join(home, ".local", "share"), "docjobs", "local");
}
