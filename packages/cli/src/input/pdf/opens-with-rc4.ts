import { createHash } from "node:crypto";
import type { PasswordTest } from "./password-test.js";
import { rc4 } from "./rc4.js";

/**
 * Whether the empty user password opens a document of revision 2 to 4 (ISO 32000-1 7.6.3, algorithms 2, 4, 5 and 6).
 * There is no empty owner's password here: the user's takes its place. Writers disagree where the key's length is kept,
 * so that every length is tried.
 */
export function opensWithRc4(test: PasswordTest): boolean {
  return KEY_LENGTHS.some((keyBytes) => matches(test, fileKey(test, keyBytes)));
}

/** 40 to 128 bits. */
const KEY_LENGTHS: readonly number[] = Array.from({ length: 12 }, (_, index) => index + 5);

/** Stands for what a password lacks to 32 bytes; the empty one is nothing else. */
const PADDING: Buffer = Buffer.from(
  "28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a",
  "hex",
);

/** Algorithms 4 and 5. */
function matches(test: PasswordTest, key: Buffer): boolean {
  if (test.revision === 2) return rc4(key, PADDING).equals(test.user.subarray(0, 32));
  let proof = md5(PADDING, test.fileId);
  for (let round = 0; round < 20; round += 1)
    proof = rc4(
      key.map((byte) => byte ^ round),
      proof,
    );
  return proof.equals(test.user.subarray(0, 16));
}

/** Algorithm 2. */
function fileKey(test: PasswordTest, keyBytes: number): Buffer {
  const permissions = Buffer.alloc(4);
  permissions.writeInt32LE(test.permissions | 0);
  const metadata = test.revision >= 4 && !test.encryptsMetadata ? Buffer.alloc(4, 0xff) : Buffer.alloc(0);
  const digest = md5(PADDING, test.owner.subarray(0, 32), permissions, test.fileId, metadata);
  if (test.revision === 2) return digest.subarray(0, 5);
  let key = digest.subarray(0, keyBytes);
  for (let round = 0; round < 50; round += 1) key = md5(key).subarray(0, keyBytes);
  return key;
}

function md5(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash("md5");
  for (const part of parts) hash.update(part);
  return hash.digest();
}
