import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { detectFormat } from "../../src/engines/detect-format.js";
import { writeBmp } from "../../src/engines/image/write-bmp.js";

async function sample(name: string): Promise<Uint8Array> {
  return readFile(new URL(`../../samples/${name}`, import.meta.url));
}

describe("detectFormat", () => {
  it.each(["png", "jpeg", "webp", "tiff", "gif", "avif"] as const)(
    "knows %s by its content",
    async (format) => {
      const head = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#abc" } })
        .toFormat(format)
        .toBuffer();
      expect(detectFormat(head)).toBe(format === "jpeg" ? "jpg" : format);
    },
  );

  it("knows the samples", async () => {
    expect(detectFormat(await sample("report.pdf"))).toBe("pdf");
    expect(detectFormat(await sample("report.docx"))).toBe("docx");
    expect(detectFormat(await sample("report-1.png"))).toBe("png");
  });

  it("knows a bitmap, and a text that begins with BM from a bitmap", () => {
    expect(detectFormat(writeBmp(2, 2, new Uint8Array(12)))).toBe("bmp");
    expect(detectFormat(strToU8("BMW builds cars and motorcycles"))).toBeUndefined();
  });

  it.each([
    ["xl/workbook.xml", "xlsx"],
    ["ppt/presentation.xml", "pptx"],
    ["word/document.xml", "docx"],
    ["photos/a.txt", "zip"],
  ])("tells a ZIP with %s as %s", (name, format) => {
    const archive = zipSync({ "[Content_Types].xml": strToU8("<Types/>"), [name]: strToU8("x") });
    expect(detectFormat(archive)).toBe(format);
  });

  it("knows EPUB by its first entry", () => {
    expect(detectFormat(zipSync({ mimetype: [strToU8("application/epub+zip"), { level: 0 }] }))).toBe("epub");
  });

  it("finds a PDF behind a few bytes of rubbish, and nothing in text or in no bytes", () => {
    expect(detectFormat(strToU8("\r\n\r\n%PDF-1.7\n"))).toBe("pdf");
    expect(detectFormat(strToU8("hello, world"))).toBeUndefined();
    expect(detectFormat(new Uint8Array(0))).toBeUndefined();
  });
});
