import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isPdfCutOff } from "../../../src/input/pdf/is-pdf-cut-off.js";
import { fixture } from "../../support/fixture.js";
import { memoryFile } from "../../support/memory-file.js";
import { samples } from "../../support/run-cli.js";

const plain = readFileSync(fixture("plain.pdf"));
const cut = (bytes: Uint8Array) => isPdfCutOff(memoryFile(bytes));
const followedBy = (...parts: (string | Uint8Array)[]) =>
  Buffer.concat([plain, ...parts.map((part) => Buffer.from(part as Uint8Array))]);

describe("isPdfCutOff", () => {
  it.each(["plain", "linearized", "aes-256-user", "rc4-40-owner"])("lets %s.pdf pass", async (name) => {
    expect(await cut(readFileSync(fixture(`${name}.pdf`)))).toBe(false);
  });

  it("lets an update pass, and junk behind the end", async () => {
    const update = "6 0 obj\n<< >>\nendobj\nxref\n0 0\ntrailer\n<< >>\nstartxref\n703\n%%EOF\n";
    expect(await cut(followedBy(update))).toBe(false);
    expect(await cut(followedBy("\r\n\r\n-- \r\nSent by mail\r\n"))).toBe(false);
    expect(await cut(followedBy(new Uint8Array(1_000_000)))).toBe(false);
  });

  it("refuses a file wherever it was cut before its startxref", async () => {
    const end = plain.lastIndexOf("startxref");
    for (let size = 20; size < end; size += 1)
      expect(await cut(plain.subarray(0, size)), `${size}`).toBe(true);
  });

  it("refuses a linearized file that has only the startxref near its start", async () => {
    const bytes = readFileSync(fixture("linearized.pdf"));
    const first = bytes.indexOf("startxref");
    const end = bytes.lastIndexOf("startxref");
    expect(end).toBeGreaterThan(first);
    for (let size = bytes.indexOf(" obj", first) + 4; size < end; size += 1) {
      expect(await cut(bytes.subarray(0, size)), `${size}`).toBe(true);
    }
  });

  it("refuses an update that is cut, and a file whose end was never written", async () => {
    expect(await cut(followedBy("6 0 obj\n<< /Length 9999 >>\nstream\nabc"))).toBe(true);
    expect(await cut(Buffer.concat([plain.subarray(0, 300), new Uint8Array(1_000_000)]))).toBe(true);
    const report = readFileSync(`${samples}report.pdf`);
    expect(await cut(report.subarray(0, report.length / 2))).toBe(true);
  });

  it("sees keywords that lie across the border of two pieces", async () => {
    // Pieces have 256 KiB, counted from the end.
    for (let shift = -12; shift <= 12; shift += 1) {
      const junk = new Uint8Array(256 * 1024 - (plain.length - plain.lastIndexOf("startxref")) + shift);
      expect(await cut(followedBy(junk)), `${shift}`).toBe(false);
    }
  });
});
