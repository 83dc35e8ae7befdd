import assert from "node:assert/strict";

/** No byte that could drive a terminal: lines and printable text only. Takes text of one character a byte. */
export function checkNoControlBytes(stream: string, name: string): void {
  const text = Buffer.from(stream, "latin1").toString("utf8");
  const found = /[^\n\P{Cc}]|\p{Cf}/u.exec(text);
  assert.equal(
    found,
    null,
    `${name} holds the control character U+${found?.[0].codePointAt(0)?.toString(16)}`,
  );
}
