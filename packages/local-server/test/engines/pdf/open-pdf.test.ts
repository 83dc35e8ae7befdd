import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { openPdf } from "../../../src/engines/pdf/open-pdf.js";
import type { PdfDocument, PdfPage } from "../../../src/engines/pdf/pdf-document.js";
import { stream, text, tinyPdf } from "./tiny-pdf.js";

const open: PdfDocument[] = [];

afterEach(() => {
  for (const pdf of open.splice(0)) pdf.close();
});

async function openPage(bytes: Uint8Array, index: number = 0): Promise<PdfPage> {
  const pdf = await openPdf(bytes);
  open.push(pdf);
  return pdf.page(index);
}

function fixture(name: string): Promise<Buffer> {
  return readFile(fileURLToPath(new URL(`../../fixtures/pdf/${name}`, import.meta.url)));
}

function sample(name: string): Promise<Buffer> {
  return readFile(fileURLToPath(new URL(`../../../samples/${name}`, import.meta.url)));
}

function textOf(page: PdfPage): string {
  return page
    .chars()
    .map((char) => char.text)
    .join("");
}

describe("refusals", () => {
  it("says that a file without bytes is empty", async () => {
    await expect(openPdf(new Uint8Array())).rejects.toMatchObject({ code: "empty" });
  });

  it("says that a PDF without pages is empty", async () => {
    await expect(openPdf(tinyPdf({ pages: [] }))).rejects.toMatchObject({ code: "empty" });
  });

  it("says that a PDF with a password is encrypted, also after another one was opened", async () => {
    await openPage(tinyPdf({ pages: [{ content: "" }] }));
    await expect(openPdf(await fixture("encrypted.pdf"))).rejects.toMatchObject({ code: "encrypted" });
  });

  it("says that a cut-off PDF is corrupt, also after an encrypted one was refused", async () => {
    const report = await sample("report.pdf");
    await expect(openPdf(await fixture("encrypted.pdf"))).rejects.toMatchObject({ code: "encrypted" });
    await expect(openPdf(report.subarray(0, report.length / 2))).rejects.toMatchObject({ code: "corrupt" });
  });

  it("says that something else is corrupt, with what to do next", async () => {
    await expect(openPdf(Buffer.from("not a PDF at all"))).rejects.toThrow(/damaged.*Export it again/);
  });

  it("does not hand out pages that are not there or after it was closed", async () => {
    const pdf = await openPdf(tinyPdf({ pages: [{ content: "" }] }));
    expect(() => pdf.page(1)).toThrow(RangeError);
    const page = pdf.page(0);
    pdf.close();
    expect(() => page.chars()).toThrow(/closed/);
  });
});

describe("characters", () => {
  it("have text, place, size, style and colour", async () => {
    const content =
      text("F1", 12, 50, 500, "A") + `1 0 0 rg ${text("F2", 20, 50, 400, "B")}${text("F4", 9, 50, 300, "C")}`;
    const [a, b, c] = (await openPage(tinyPdf({ pages: [{ content }] })))
      .chars()
      .filter((char) => !char.generated);
    expect(a).toMatchObject({
      text: "A",
      originX: 50,
      originY: 500,
      fontSizePt: 12,
      bold: false,
      mono: false,
    });
    expect(a).toMatchObject({ color: "000000", angle: 0 });
    expect(b).toMatchObject({ text: "B", fontSizePt: 20, bold: true, color: "ff0000" });
    expect(c).toMatchObject({ text: "C", mono: true, bold: false });
  });

  it("take their size from the text matrix", async () => {
    const content = "BT /F1 1 Tf 18 0 0 18 50 500 Tm (Big) Tj ET";
    const page = await openPage(tinyPdf({ pages: [{ content }] }));
    expect(page.chars()[0]?.fontSizePt).toBeCloseTo(18);
  });

  it("count as bold when they are filled and stroked, as italic when they are sheared", async () => {
    const content = `2 Tr ${text("F1", 12, 50, 500, "B")}BT 0 Tr /F1 12 Tf 1 0 0.3 1 50 400 Tm (I) Tj ET`;
    const [bold, italic] = (await openPage(tinyPdf({ pages: [{ content }] })))
      .chars()
      .filter((char) => !char.generated);
    expect(bold).toMatchObject({ bold: true, italic: false });
    expect(italic).toMatchObject({ bold: false, italic: true });
  });

  it("stand where the page shows them when it is turned and cropped", async () => {
    const entries = "/Rotate 90 /CropBox [100 100 300 500]";
    const page = await openPage(tinyPdf({ pages: [{ content: text("F1", 10, 120, 130, "X"), entries }] }));
    expect([page.widthPt, page.heightPt]).toEqual([400, 200]);
    const [x] = page.chars();
    expect(x?.originX).toBeCloseTo(30);
    expect(x?.originY).toBeCloseTo(180);
    expect(x?.angle).toBeCloseTo(-90);
  });

  it("off the page are left out", async () => {
    const content = text("F1", 10, 50, 500, "in") + text("F1", 10, 50, 900, "out");
    expect(textOf(await openPage(tinyPdf({ pages: [{ content }] }))).trim()).toBe("in");
  });

  it("of a ligature share its width", async () => {
    const map =
      "1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <41> <006600660069> endbfchar";
    const objects = {
      10: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 20 0 R >>",
      20: stream(map),
    };
    const page = await openPage(tinyPdf({ pages: [{ content: text("F1", 12, 50, 500, "A") }], objects }));
    const chars = page.chars();
    expect(textOf(page)).toBe("ffi");
    expect(chars[1]?.left).toBeCloseTo(chars[0]?.right ?? 0);
    expect(chars[2]?.right).toBeCloseTo(50 + 12 * 0.667, 1);
  });

  it("include what form fields show", async () => {
    const objects = {
      20: "<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /F 4 /Rect [50 400 250 420] /AP << /N 21 0 R >> >>",
      21: stream(
        "BT /F1 12 Tf 2 5 Td (Filled in) Tj ET",
        "/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 10 0 R >> >>",
      ),
    };
    const page = await openPage(tinyPdf({ pages: [{ content: "", entries: "/Annots [20 0 R]" }], objects }));
    expect(textOf(page)).toContain("Filled in");
  });
});

describe("drawings", () => {
  it("come with the matrices of the forms they are in", async () => {
    const objects = {
      20: stream("0 0 10 10 re S", "/Type /XObject /Subtype /Form /BBox [0 0 50 50] /Matrix [1 0 0 1 5 0]"),
    };
    const content = "q 2 0 0 2 100 200 cm 3 w 0 1 0 RG /X Do Q";
    const page = await openPage(
      tinyPdf({ pages: [{ content }], objects, resources: "/XObject << /X 20 0 R >>" }),
    );
    const [path] = page.paths();
    expect(path).toMatchObject({ stroked: true, filled: false, widthPt: 6, strokeColor: "00ff00" });
    expect(path?.segments).toHaveLength(4);
    expect(path?.segments[0]).toEqual({ kind: "line", x1: 110, y1: 200, x2: 130, y2: 200 });
  });

  it("leave out paths that neither fill nor stroke, and close those that are closed", async () => {
    const page = await openPage(
      tinyPdf({ pages: [{ content: "0 0 9 9 re n 10 10 m 50 10 l 50 50 l h S" }] }),
    );
    const paths = page.paths();
    expect(paths).toHaveLength(1);
    expect(paths[0]?.segments.at(-1)).toEqual({ kind: "line", x1: 50, y1: 50, x2: 10, y2: 10 });
  });
});

describe("images", () => {
  it("are decoded at their own size, the way up that the page shows them", async () => {
    // Two pixels, red and blue, drawn mirrored.
    const image =
      "/Type /XObject /Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /ASCIIHexDecode";
    const objects = { 20: stream("ff00000000ff>", image) };
    const content = "q -100 0 0 50 200 300 cm /I Do Q";
    const page = await openPage(
      tinyPdf({ pages: [{ content }], objects, resources: "/XObject << /I 20 0 R >>" }),
    );
    const [picture] = page.images();
    expect(picture).toMatchObject({ left: 100, right: 200, bottom: 300, top: 350 });
    const bitmap = picture?.bitmap();
    expect(bitmap).toMatchObject({ width: 2, height: 1, channels: 4 });
    expect([...(bitmap?.data ?? [])]).toEqual([0, 0, 255, 255, 255, 0, 0, 255]);
  });
});

describe("rendering", () => {
  it("gives packed rows of RGB", async () => {
    const page = await openPage(
      tinyPdf({ pages: [{ content: "1 0 0 rg 0 0 72 72 re f", entries: "/MediaBox [0 0 73 72]" }] }),
    );
    const bitmap = page.render({ dpi: 72 });
    expect(bitmap).toMatchObject({ width: 73, height: 72, channels: 3 });
    expect(bitmap.data).toHaveLength(73 * 72 * 3);
    expect([...bitmap.data.subarray(0, 3)]).toEqual([255, 0, 0]);
    expect([...bitmap.data.subarray(-3)]).toEqual([255, 255, 255]);
  });

  it("refuses more pixels than allowed", async () => {
    const page = await openPage(tinyPdf({ pages: [{ content: "" }] }));
    expect(() => page.render({ dpi: 72, maxPixels: 1000 })).toThrow(/400 x 600 pixels.*lower resolution/);
  });
});

describe("links", () => {
  it("have their place and address, scripts left out", async () => {
    const link = (rect: string, uri: string): string =>
      `<< /Type /Annot /Subtype /Link /Rect [${rect}] /A << /S /URI /URI (${uri}) >> >>`;
    const objects = {
      20: link("10 20 30 40", "https://example.org/x"),
      21: link("0 0 9 9", "javascript:alert(1)"),
    };
    const page = await openPage(
      tinyPdf({ pages: [{ content: "", entries: "/Annots [20 0 R 21 0 R]" }], objects }),
    );
    expect(page.links()).toEqual([
      { left: 10, bottom: 20, right: 30, top: 40, url: "https://example.org/x" },
    ]);
  });
});
