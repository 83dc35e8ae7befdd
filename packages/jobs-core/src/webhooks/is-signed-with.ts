import { ConfigurationError } from "../errors/errors.js";
import type { WebhookSignature } from "../job-api.js";
import { decode } from "./read-signature.js";

const HASHES = { "hmac-sha1": "SHA-1", "hmac-sha256": "SHA-256", "hmac-sha512": "SHA-512" } as const;

/** Whether one of the secrets made one of the signatures. All are tried, each in constant time. */
export async function isSignedWith(
  scheme: WebhookSignature,
  secrets: readonly string[],
  signatures: readonly Uint8Array<ArrayBuffer>[],
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const keys = await Promise.all(secrets.map((secret) => importSecret(scheme, secret)));
  const answers = await Promise.all(
    keys.flatMap((key) =>
      signatures.map((signature) => crypto.subtle.verify("HMAC", key, signature, signed)),
    ),
  );
  return answers.includes(true);
}

async function importSecret({ algorithm, secretPrefix }: WebhookSignature, secret: string) {
  const isEncoded = secretPrefix !== undefined;
  const bytes = isEncoded
    ? decode(secret.startsWith(secretPrefix) ? secret.slice(secretPrefix.length) : secret, "base64")
    : new TextEncoder().encode(secret);
  // An empty key would let in whatever was signed with nothing.
  if (bytes === undefined || bytes.length === 0)
    throw new ConfigurationError(`A webhook secret is empty${isEncoded ? ", or not base64" : ""}.`);
  const hash = HASHES[algorithm];
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash }, false, ["verify"]);
}
