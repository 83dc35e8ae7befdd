import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { asSha256, checkSha256, readSha256 } from "../../src/result/sha256.js";

const bytes = new TextEncoder().encode("the result");
const hash = createHash("sha256").update(bytes);
const [hex, base64] = [hash.copy().digest("hex"), hash.digest("base64")];

test("a digest is read from the forms in which APIs write it", () => {
  for (const text of [hex, hex.toUpperCase(), base64, `sha256:${hex}`, `SHA-256=${base64}`])
    expect(asSha256(text)).toBe(hex);
  for (const text of [undefined, "", "abc", hex.slice(1), `${base64}-3`, "d41d8cd98f00b204e9800998ecf8427e"])
    expect(asSha256(text)).toBeUndefined();
});

test("a digest is read from the headers that stand for the whole file", () => {
  const headers: Record<string, string>[] = [
    { "repr-digest": `sha-256=:${base64}:` },
    { "repr-digest": `md5=:1B2M2Y8AsgTpgAmY7PhCfg==:, sha-256=:${base64}:` },
    { digest: `SHA-256=${base64}` },
    { "x-amz-checksum-sha256": base64 },
  ];
  for (const each of headers) expect(readSha256(new Headers(each))).toBe(hex);
  expect(readSha256(new Headers({ "x-amz-checksum-sha256": `${base64}-3`, etag: hex }))).toBeUndefined();
});

test("other bytes are refused", async () => {
  await checkSha256(bytes, hex);
  await checkSha256(bytes, undefined);
  await expect(checkSha256(bytes.slice(1), hex)).rejects.toThrow(hex);
});
