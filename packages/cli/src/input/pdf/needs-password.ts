import type { RandomAccessFile } from "../random-access-file.js";
import { findEncryption } from "./find-encryption.js";
import { opensWithAesHash } from "./opens-with-aes-hash.js";
import { opensWithRc4 } from "./opens-with-rc4.js";
import { passwordTest } from "./password-test.js";
import { dictionaryIn, nameIn, numberIn, type PdfDictionary } from "./pdf-value.js";

/**
 * True for a PDF that does not open without a password. One that only its owner's password protects opens with the
 * empty user password, for every reader. False where the protection is of another kind than the standard ones.
 */
export async function needsPassword(file: RandomAccessFile): Promise<boolean> {
  const encryption = await findEncryption(file);
  if (!encryption || nameIn(encryption.dictionary, "Filter") !== "Standard") return false;
  const test = passwordTest(encryption);
  if (!test || !encryptsStreams(encryption.dictionary)) return false;
  if (test.revision >= 2 && test.revision <= 4) return !opensWithRc4(test);
  if (test.revision === 5 || test.revision === 6) return !opensWithAesHash(test);
  return false;
}

/** A document may encrypt its attachments alone. */
function encryptsStreams(dictionary: PdfDictionary): boolean {
  if ((numberIn(dictionary, "V") ?? 0) < 4) return true;
  const filter = nameIn(dictionary, "StmF") ?? "Identity";
  const filters = dictionaryIn(dictionary, "CF");
  const crypt = filters && dictionaryIn(filters, filter);
  return filter !== "Identity" && crypt !== undefined && nameIn(crypt, "CFM") !== "None";
}
