import type { Encryption } from "./find-encryption.js";
import { numberIn, stringIn } from "./pdf-value.js";

/** What the standard security handler keeps to test passwords with (ISO 32000-1 table 21, ISO 32000-2 table 21). */
export interface PasswordTest {
  revision: number;
  /** `/O`: for the owner's password. */
  owner: Buffer;
  /** `/U`: for the user's password. */
  user: Buffer;
  permissions: number;
  encryptsMetadata: boolean;
  fileId: Buffer;
}

/** Reads it from the encryption dictionary; `undefined` where that is not whole. */
export function passwordTest({ dictionary, fileId }: Encryption): PasswordTest | undefined {
  const revision = numberIn(dictionary, "R");
  const owner = stringIn(dictionary, "O");
  const user = stringIn(dictionary, "U");
  const permissions = numberIn(dictionary, "P");
  if (revision === undefined || !owner || !user || permissions === undefined) return undefined;
  const leastBytes = revision < 5 ? 32 : 48;
  if (owner.length < leastBytes || user.length < leastBytes) return undefined;
  const encryptsMetadata = dictionary.entries.get("EncryptMetadata") !== false;
  return { revision, owner, user, permissions, encryptsMetadata, fileId };
}
