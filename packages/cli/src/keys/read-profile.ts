import { lstat, open, type FileHandle } from "node:fs/promises";
import { constants, type Stats } from "node:fs";
import { dirname } from "node:path";
import { errnoOf, fileError } from "../errors/file-error.js";
import { quoted } from "../output/check-output.js";
import { jsonErrorLine } from "./json-error-line.js";
import { profileMalformed, profileRefused } from "./profile-error.js";

/** One provider's part of the profile file. */
export interface Profile {
  apiKey?: string;
  /** In place of the API's documented server. */
  baseUrl?: string;
  /** The only origin that the key goes to; that of the base URL where it is left out. */
  origin?: string;
}

/** Every provider's part, as the file has it. */
export type Profiles = Readonly<Record<string, unknown>>;

/**
 * Reads `{ "<provider>": { "apiKey", "baseUrl", "origin" } }`. A file that others may read or put there, or a symbolic link, is
 * refused: a key in it is no secret any more, and a base URL in it may be anybody's.
 */
export async function readProfile(path: string, providerId: string): Promise<Profile> {
  return profileOf(path, await readProfiles(path), providerId);
}

/** The whole file; empty where there is none. */
export async function readProfiles(path: string): Promise<Profiles> {
  await checkFolder(dirname(path));
  const file = await openPrivate(path);
  if (file === undefined) return {};
  try {
    const info = await file.stat();
    checkOwner(path, info);
    if (!isWindows && (info.mode & 0o077) !== 0) {
      throw profileRefused(
        `The profile ${path} may be read by others.`,
        `Run: chmod 600 ${quoted(path)}, and think of the keys in it as known to others.`,
      );
    }
    return parseProfiles(path, await file.readFile("utf8"));
  } finally {
    await file.close();
  }
}

/** One provider's part. Throws where it is not what it has to be. */
export function profileOf(path: string, profiles: Profiles, providerId: string): Profile {
  const entry = Object.hasOwn(profiles, providerId) ? profiles[providerId] : {};
  const at = `The profile ${path}`;
  if (!isObject(entry)) throw profileMalformed(`${at}: "${providerId}" is not an object.`);
  const { apiKey, baseUrl, origin } = entry;
  for (const [name, value] of Object.entries({ apiKey, baseUrl, origin })) {
    if (value !== undefined && typeof value !== "string")
      throw profileMalformed(`${at}: "${name}" of "${providerId}" is not text.`);
  }
  for (const [name, value] of Object.entries({ baseUrl, origin })) {
    if (typeof value === "string" && !URL.canParse(value))
      throw profileMalformed(`${at}: "${name}" of "${providerId}" is not a URL.`);
  }
  return entry as Profile;
}

/** Parses the file's text. The error names file and line, and quotes nothing. */
export function parseProfiles(path: string, text: string): Profiles {
  const line = jsonErrorLine(text.replace(/^\uFEFF/u, ""));
  if (line !== undefined) throw profileMalformed(`The profile ${path} is not JSON: line ${line}.`);
  const value: unknown = JSON.parse(text.replace(/^\uFEFF/u, ""));
  if (isObject(value)) return value;
  throw profileMalformed(`The profile ${path} is not a JSON object.`);
}

/** Refuses a folder that is a link, somebody else's, or open to others. One that is not there is fine. */
export async function checkFolder(folder: string): Promise<void> {
  const info = await lstat(folder).catch((error: unknown) => {
    const code = errnoOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw fileError(`${folder} cannot be read (${code ?? "unknown error"}).`, undefined, error);
  });
  if (info === undefined) return;
  if (info.isSymbolicLink()) {
    throw profileRefused(
      `${folder} is a symbolic link.`,
      "Keys are kept in a folder of its own: remove the link, or name another folder with DOCJOBS_CONFIG.",
    );
  }
  checkOwner(folder, info);
  if (!isWindows && (info.mode & 0o022) !== 0) {
    throw profileRefused(
      `${folder} may be changed by others.`,
      `Run: chmod 700 ${quoted(folder)}, and check what is in it.`,
    );
  }
}

/** Refuses what another user owns: its base URL would get this user's key. */
export function checkOwner(path: string, { uid }: Pick<Stats, "uid">): void {
  const own = process.getuid?.();
  if (own === undefined || uid === own) return;
  throw profileRefused(
    `${path} belongs to another user.`,
    "Name a folder of your own with DOCJOBS_CONFIG, or remove what is there.",
  );
}

async function openPrivate(path: string): Promise<FileHandle | undefined> {
  // Without O_NONBLOCK a pipe in the file's place would hold the program for ever.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const file = await open(path, flags).catch((error: unknown) => {
    const code = errnoOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    if (code === "ELOOP") {
      throw profileRefused(`The profile ${path} is a symbolic link.`, `Put the file itself at ${path}.`);
    }
    throw fileError(
      `The profile ${path} cannot be read (${code ?? "unknown error"}).`,
      "Check its permissions.",
      error,
    );
  });
  if (file === undefined || (await file.stat()).isFile()) return file;
  await file.close();
  throw profileRefused(`The profile ${path} is not a file.`, "Remove what is there.");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export const isWindows: boolean = process.platform === "win32";
