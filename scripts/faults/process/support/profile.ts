import { lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FaultContext } from "../../fault-row.js";

/** Where a home's profile is. */
export function profileOf({ folder }: FaultContext, home = "home"): string {
  return join(folder, home, ".config/docjobs/profile.json");
}

/** Writes a profile as `docjobs auth login` would leave it. */
export function writeProfile(context: FaultContext, value: object | string, home = "home"): string {
  const path = profileOf(context, home);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value), { mode: 0o600 });
  return path;
}

/** The profile's text; undefined where there is none. */
export function readProfile(context: FaultContext, home = "home"): string | undefined {
  try {
    return readFileSync(profileOf(context, home), "utf8");
  } catch {
    return undefined;
  }
}

/** Permission bits of whatever is at a path. */
export function modeOf(path: string): number {
  return lstatSync(path).mode & 0o777;
}
