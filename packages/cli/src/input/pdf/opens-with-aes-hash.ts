import { createCipheriv, createHash } from "node:crypto";
import type { PasswordTest } from "./password-test.js";

/**
 * Whether the empty password opens a document of revision 5 or 6, as the user's or as the owner's (ISO 32000-2 7.6.4.3,
 * algorithms 11 and 12; revision 5 is Adobe's extension level 3).
 */
export function opensWithAesHash({ revision, owner, user }: PasswordTest): boolean {
  const nothing = Buffer.alloc(0);
  return [
    { kept: user, bound: nothing },
    { kept: owner, bound: user.subarray(0, 48) },
  ].some(({ kept, bound }) => {
    const salt = kept.subarray(32, 40);
    const hash = revision === 5 ? digest("sha256", salt, bound) : hardHash(salt, bound);
    return hash.equals(kept.subarray(0, 32));
  });
}

const LEAST_ROUNDS = 64;
const HASHES = ["sha256", "sha384", "sha512"] as const;

/** Algorithm 2.B for the empty password. */
function hardHash(salt: Buffer, bound: Buffer): Buffer {
  let key = digest("sha256", salt, bound);
  for (let round = 1; ; round += 1) {
    const block = Buffer.concat([key, bound]);
    const cipher = createCipheriv("aes-128-cbc", key.subarray(0, 16), key.subarray(16, 32)).setAutoPadding(
      false,
    );
    const encrypted = cipher.update(Buffer.concat(Array<Buffer>(64).fill(block)));
    // The first 16 bytes as a number modulo 3: 256 leaves 1, so that their sum does.
    const remainder = encrypted.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = digest(HASHES[remainder] ?? "sha256", encrypted);
    if (round >= LEAST_ROUNDS && (encrypted.at(-1) ?? 0) <= round - 32) return key.subarray(0, 32);
  }
}

function digest(algorithm: string, ...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
}
