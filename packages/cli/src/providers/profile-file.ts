import { open } from "node:fs/promises";
import { constants } from "node:fs";
import { join } from "node:path";
import { CliError } from "../errors/cli-error.js";
import { EXIT } from "../errors/exit-codes.js";
import { errnoOf, fileError } from "../errors/file-error.js";

/** One provider's part of the profile file. */
export interface Profile {
  apiKey?: string;
  baseUrl?: string;
}

/** `$XDG_CONFIG_HOME/docjobs/profile.json`, or under `~/.config`. */
export function profilePath(env: NodeJS.ProcessEnv, home: string): string {
  return join(env["XDG_CONFIG_HOME"] || join(home, ".config"), "docjobs", "profile.json");
}

/**
 * Reads `{ "<provider>": { "apiKey", "baseUrl" } }`. A file that others may read, or a symbolic link, is refused: a key in it
 * is no secret any more.
 */
export async function readProfile(path: string, providerId: string): Promise<Profile> {
  const text = await readPrivateFile(path);
  if (text === undefined) return {};
  const all = parseProfile(path, text);
  const entry = Object.hasOwn(all, providerId) ? all[providerId] : undefined;
  if (typeof entry !== "object" || entry === null) return {};
  const { apiKey, baseUrl } = entry as Record<string, unknown>;
  return {
    ...(typeof apiKey === "string" && { apiKey }),
    ...(typeof baseUrl === "string" && { baseUrl }),
  };
}

async function readPrivateFile(path: string): Promise<string | undefined> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch((error: unknown) => {
    const code = errnoOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    if (code === "ELOOP") throw refused(path, "is a symbolic link", `Put the file itself at ${path}.`);
    throw fileError(
      `The profile ${path} cannot be read (${code ?? "unknown error"}).`,
      "Check its permissions.",
      error,
    );
  });
  if (file === undefined) return undefined;
  try {
    const info = await file.stat();
    if (process.platform !== "win32" && (info.mode & 0o077) !== 0) {
      throw refused(path, "may be read by others", `Run: chmod 600 ${path}`);
    }
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

function parseProfile(path: string, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Reported below; the parser's own message may quote the key.
  }
  throw new CliError(EXIT.key, `The profile ${path} is not a JSON object.`, {
    code: "profile_malformed",
    hint: 'It reads { "<provider>": { "apiKey": "…", "baseUrl": "…" } }.',
    retryable: false,
  });
}

function refused(path: string, why: string, hint: string): CliError {
  return new CliError(EXIT.key, `The profile ${path} ${why}.`, {
    code: "profile_refused",
    hint,
    retryable: false,
  });
}
