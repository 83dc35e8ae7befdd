import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { needsPassword } from "../../../src/input/pdf/needs-password.js";
import { withFile } from "../../../src/input/random-access-file.js";
import { fixture } from "../../support/fixture.js";
import { memoryFile } from "../../support/memory-file.js";

const bytesOf = (name: string) => readFileSync(fixture(`${name}.pdf`));
/** The same file with other words of the same length. */
const edited = (name: string, from: string, to: string) =>
  memoryFile(Buffer.from(bytesOf(name).toString("latin1").replace(from, to), "latin1"));
const kinds = ["rc4-40", "rc4-128", "aes-128", "aes-128-metadata", "aes-256-r5", "aes-256"];

describe("needsPassword", () => {
  it.each(kinds)("is certain of %s with a user password", async (kind) => {
    expect(await withFile(fixture(`${kind}-user.pdf`), needsPassword)).toBe(true);
  });

  it.each(kinds)("lets %s pass that only the owner's password protects", async (kind) => {
    expect(await withFile(fixture(`${kind}-owner.pdf`), needsPassword)).toBe(false);
  });

  it("lets pass what opens with an empty owner's password, and what is not encrypted", async () => {
    expect(await withFile(fixture("aes-256-no-owner.pdf"), needsPassword)).toBe(false);
    expect(await withFile(fixture("plain.pdf"), needsPassword)).toBe(false);
  });

  it("finds the encryption behind junk that stands before the header", async () => {
    const junk = Buffer.from("sent by a printer\n");
    for (const kind of ["rc4-128", "aes-256"]) {
      const file = memoryFile(Buffer.concat([junk, bytesOf(`${kind}-user`)]));
      expect(await needsPassword(file)).toBe(true);
    }
  });

  it("lets pass what it does not understand", async () => {
    expect(await needsPassword(edited("aes-128-user", "/Standard", "/Passport"))).toBe(false);
    expect(await needsPassword(edited("aes-128-user", "/R 4", "/R 9"))).toBe(false);
    expect(await needsPassword(edited("aes-128-user", "/U <", "/W <"))).toBe(false);
    expect(await needsPassword(edited("aes-128-user", "/StmF /StdCF", "/StmF /Other"))).toBe(false);
    expect(await needsPassword(edited("aes-128-user", "/Encrypt 6", "/Encrypt 7"))).toBe(false);
    expect(await needsPassword(edited("aes-128-user", "startxref\n", "startxref\n9"))).toBe(false);
  });
});
