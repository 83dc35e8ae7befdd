import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { CliError } from "../../src/errors/cli-error.js";
import { checkDocument } from "../../src/input/check-document.js";
import { fixture } from "../support/fixture.js";

const directory = mkdtempSync(join(tmpdir(), "docjobs-check-"));
afterAll(() => rmSync(directory, { recursive: true }));

function write(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content, "latin1");
  return path;
}

const pictures = { taker: "renderocr ocr", formats: ["pdf", "tiff", "jpeg", "png", "bmp"] };
const anything = { taker: "convert-fast convert", formats: [] };
const refusal = async (promise: Promise<unknown>): Promise<CliError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CliError);
  return error as CliError;
};

describe("checkDocument", () => {
  it("goes by the content where that is certain, whatever the extension says", async () => {
    const document = await checkDocument(write("scan.png", "\u00ff\u00d8\u00ff\u00d9"), pictures);
    expect(document).toMatchObject({ name: "scan.png", stem: "scan", format: "jpeg", sizeBytes: 4 });
    copyFileSync(fixture("plain.pdf"), join(directory, "no-extension"));
    expect(await checkDocument(join(directory, "no-extension"), pictures)).toMatchObject({ format: "pdf" });
  });

  it("refuses a format that the API does not read, and names those it reads", async () => {
    const error = await refusal(checkDocument(write("a.gif", "GIF89a"), pictures));
    expect(error.exit).toBe(2);
    expect(error.details.hint).toContain("pdf, tiff, jpeg");
  });

  it("refuses a name that promises what the content is not, also where any format goes", async () => {
    expect((await refusal(checkDocument(write("a.pdf", "plain text"), anything))).exit).toBe(2);
    expect((await refusal(checkDocument(write("notes.txt", "plain text"), pictures))).exit).toBe(2);
  });

  it("takes what cannot be told from its bytes where any format goes", async () => {
    expect(await checkDocument(write("notes.md", "# Notes"), anything)).toMatchObject({ format: "md" });
    expect(await checkDocument(write("book.docx", "PK\u0003\u0004"), anything)).toMatchObject({
      format: "docx",
    });
  });

  it("refuses a file above the API's limit before it is uploaded", async () => {
    const error = await refusal(
      checkDocument(write("big.pdf", "%PDF-1.4 ...."), { ...pictures, maxBytes: 10 }),
    );
    expect(error.message).toContain("at most 10");
  });

  it("refuses a document that cannot be read, says how to go on, and lets it pass unchecked", async () => {
    const locked = await refusal(checkDocument(fixture("aes-256-user.pdf"), anything));
    expect(locked.exit).toBe(2);
    expect(locked.message).toContain("needs a password");
    expect(locked.details.hint).toMatch(/qpdf --decrypt.*--unchecked/u);
    const cut = write("cut.png", "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR");
    expect((await refusal(checkDocument(cut, pictures, "Standard input"))).message).toBe(
      "Standard input is cut off: its end is missing.",
    );
    for (const path of [fixture("aes-256-user.pdf"), cut]) {
      expect(await checkDocument(path, { ...anything, unchecked: true })).toMatchObject({ path });
    }
  });
});
