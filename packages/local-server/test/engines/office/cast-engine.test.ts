import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { castEngine } from "../../../src/engines/office/cast-engine.js";
import { docxText, type DocxText } from "../ocr/docx-text.js";
import { wordRecall } from "../ocr/word-recall.js";
import { stream, text, tinyPdf, type TinyPdf } from "../pdf/tiny-pdf.js";
import { runEngine } from "../run-engine.js";

function sample(name: string): Promise<Buffer> {
  return readFile(fileURLToPath(new URL(`../../../samples/${name}`, import.meta.url)));
}

async function convert(input: Uint8Array, to: string): Promise<string> {
  const { files } = await runEngine(castEngine, { input, from: "pdf", to });
  return files[0]?.path ?? "";
}

async function toDocx(pdf: TinyPdf): Promise<DocxText> {
  return docxText(await convert(tinyPdf(pdf), "docx"));
}

async function parts(input: Uint8Array, to: string): Promise<Record<string, string>> {
  const entries = unzipSync(await readFile(await convert(input, to)));
  return Object.fromEntries(Object.entries(entries).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

const report = await sample("report.pdf");

describe("the report as a Word document", () => {
  it("keeps the words of its pages", async () => {
    const { text: got } = await docxText(await convert(report, "docx"));
    for (const page of ["report-1.gt.txt", "report-3.gt.txt"]) {
      expect(wordRecall((await sample(page)).toString("utf8"), got)).toBe(1);
    }
    expect(got).toContain("한국어 문장도 포함합니다.");
  });

  it("has the headings as headings, by level, and the title as title", async () => {
    const { paragraphs } = await docxText(await convert(report, "docx"));
    expect(
      paragraphs.filter(({ style }) => /Heading|Title/.test(style ?? "")).map((p) => [p.style, p.text]),
    ).toEqual([
      ["Title", "Quarterly Site Report"],
      ["Heading1", "1. Introduction"],
      ["Heading2", "1.1 Scope"],
      ["Heading2", "1.2 Cost table"],
      ["Heading1", "2. Second page"],
      ["Heading1", "3. Two columns"],
    ]);
  });

  it("has the table with its rows and columns", async () => {
    const { tables } = await docxText(await convert(report, "docx"));
    expect(tables).toHaveLength(1);
    expect(tables[0]).toHaveLength(5);
    expect(tables[0]?.[0]).toEqual(["Item", "Quantity", "Unit price", "Total"]);
    expect(tables[0]?.[4]).toEqual([
      "Vapor barrier, 15 mil reinforced polyethylene",
      "900",
      "0.62",
      "558.00",
    ]);
  });

  it("has paragraphs over their lines, columns one after the other, a page break before each page", async () => {
    const { paragraphs } = await docxText(await convert(report, "docx"));
    const texts = paragraphs.map((paragraph) => paragraph.text);
    const column = texts.filter((value) => value.startsWith("Paragraph "));
    expect(column.map((value) => value.slice(0, 11))).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `Paragraph ${n}`),
    );
    for (const value of column) expect(value.endsWith("processing of each submittal.")).toBe(true);
    expect(paragraphs.filter((paragraph) => paragraph.breaksPage)).toHaveLength(2);
  });

  it("has the looks of its text and its picture", async () => {
    const { "word/document.xml": xml = "", ...others } = await parts(report, "docx");
    expect(xml).toMatch(/<w:b\/><\/w:rPr><w:t[^>]*>\s*This phrase is bold\./);
    expect(xml).toMatch(/<w:i\/><\/w:rPr><w:t[^>]*>\s*This one is italic\./);
    expect(xml).toMatch(/<w:color w:val="cc0000"\/><\/w:rPr><w:t[^>]*>\s*Red text\./);
    expect(xml).toMatch(/<w:u w:val="single"\/><\/w:rPr><w:t[^>]*>\s*underlined/);
    expect(xml).toContain('r:embed="rIdImage1"');
    expect(Object.keys(others)).toContain("word/media/image1.png");
  });
});

describe("text", () => {
  it("loses no header, footer, page number or turned word", async () => {
    const pages = [1, 2, 3].map((number) => ({
      content:
        text("F1", 9, 50, 570, "Running header") +
        text("F1", 11, 50, 400, "Body text of the page.") +
        text("F1", 9, 200, 20, `Page ${number} of 3`) +
        "BT /F1 9 Tf 0 1 -1 0 20 200 Tm (Archived) Tj ET",
    }));
    const { paragraphs } = await toDocx({ pages });
    expect(paragraphs.filter(({ style }) => style === "Header").map((p) => p.text)).toEqual(
      Array(3).fill("Running header"),
    );
    expect(paragraphs.filter(({ style }) => style === "Footer").map((p) => p.text)).toEqual([
      "Page 1 of 3",
      "Page 2 of 3",
      "Page 3 of 3",
    ]);
    expect(paragraphs.filter((paragraph) => paragraph.text === "Archived")).toHaveLength(3);
  });

  it("turns a row of dots into a tab that draws it", async () => {
    const content = text("F1", 11, 50, 500, "1 Introduction ................................ 7");
    const { "word/document.xml": xml } = await parts(tinyPdf({ pages: [{ content }] }), "docx");
    expect(xml).toMatch(/w:leader="dot"/);
    expect(xml).toMatch(/1 Introduction<\/w:t><w:tab\/><w:t[^>]*>7</);
  });

  it("keeps the lines and spaces of fixed-pitch text", async () => {
    const content = ["if (ready) {", "    go();", "}"]
      .map((line, at) => text("F4", 10, 50, 500 - 12 * at, line))
      .join("");
    const { "word/document.xml": xml } = await parts(tinyPdf({ pages: [{ content }] }), "docx");
    expect(xml).toMatch(/if \(ready\) \{<\/w:t><w:br\/><w:t[^>]*> {4}go\(\);<\/w:t><w:br\/><w:t[^>]*>\}/);
  });

  it("gives links their address and keeps their text in the paragraph", async () => {
    const link =
      "<< /Type /Annot /Subtype /Link /Rect [50 495 120 512] /A << /S /URI /URI (https://example.org/a) >> >>";
    const pdf = tinyPdf({
      pages: [{ content: text("F1", 11, 50, 500, "The address"), entries: "/Annots [20 0 R]" }],
      objects: { 20: link },
    });
    const { "word/document.xml": xml } = await parts(pdf, "docx");
    expect(xml).toContain("HYPERLINK &quot;https://example.org/a&quot;");
    expect(xml).toContain(">The address<");
  });

  it("leaves out characters that Word refuses", async () => {
    const map =
      "1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <41> <000B> <42> <0062> endbfchar";
    const objects = {
      10: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 20 0 R >>",
      20: stream(map),
    };
    const pdf = tinyPdf({ pages: [{ content: text("F1", 11, 50, 500, "BAB") }], objects });
    const { "word/document.xml": xml = "" } = await parts(pdf, "docx");
    expect(xml).not.toContain("\u000b");
    expect(xml).toMatch(/>b.?b</);
  });
});

describe("pages", () => {
  it("without text are kept as pictures", async () => {
    const content = "0 0 1 RG 5 w 50 50 m 350 550 l S 100 300 m 200 500 300 100 350 300 c S";
    const entries = await parts(tinyPdf({ pages: [{ content }] }), "docx");
    expect(Object.keys(entries).filter((name) => name.startsWith("word/media/"))).toHaveLength(1);
  });

  it("of another size start a section of their own", async () => {
    const pages = [
      { content: text("F1", 11, 50, 500, "Upright") },
      { content: text("F1", 11, 50, 300, "Wide"), entries: "/MediaBox [0 0 600 400]" },
    ];
    const { "word/document.xml": xml = "" } = await parts(tinyPdf({ pages }), "docx");
    expect(xml.match(/<w:pgSz [^>]*>/g)).toEqual([
      '<w:pgSz w:w="8000" w:h="12000"/>',
      '<w:pgSz w:w="12000" w:h="8000" w:orient="landscape"/>',
    ]);
  });
});

describe("the report as a workbook", () => {
  it("has a sheet with typed numbers for the table and one for the text of each page", async () => {
    const entries = await parts(report, "xlsx");
    const names = [...(entries["xl/workbook.xml"] ?? "").matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(
      (match) => match[1],
    );
    expect(names).toEqual(["Table 1", "Page 1", "Page 2", "Page 3"]);
    expect(entries["xl/worksheets/sheet1.xml"]).toMatch(/<c [^>]*><v>11460<\/v>/);
    expect(entries["xl/styles.xml"]).toContain("#,##0.00");
    expect(entries["xl/sharedStrings.xml"] ?? entries["xl/worksheets/sheet2.xml"]).toContain(
      "Quarterly Site Report",
    );
  });
});

describe("the report as a presentation", () => {
  it("has a slide for each page with its text, table and picture", async () => {
    const entries = await parts(report, "pptx");
    const slides = Object.keys(entries).filter((name) => /^ppt\/slides\/slide\d+\.xml$/.test(name));
    expect(slides).toHaveLength(3);
    const first = entries["ppt/slides/slide1.xml"] ?? "";
    expect(first).toContain("Quarterly Site Report");
    expect(first.match(/<a:tr /g)).toHaveLength(5);
    expect(first).toContain("<p:pic>");
  });
});

describe("the engine", () => {
  it("names its file after the input and counts pages and progress", async () => {
    const phases: string[] = [];
    const percents: number[] = [];
    const outcome = await runEngine(castEngine, {
      input: report,
      from: "pdf",
      to: "docx",
      inputName: "My Report.PDF",
      onProgress: (percent, phase) => {
        percents.push(percent);
        if (phase !== undefined) phases.push(phase);
      },
    });
    expect(outcome.files[0]).toMatchObject({
      name: "My Report.docx",
      contentType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    });
    expect(outcome.pages).toBe(3);
    expect(phases).toContain("Reading page 2 of 3");
    expect(percents).toEqual([...percents].sort((first, second) => first - second));
    expect(percents.at(-1)).toBe(100);
  });

  it("stops between pages when it is told to, and leaves no file", async () => {
    const controller = new AbortController();
    let directory = "";
    const engine = {
      ...castEngine,
      run: (...[task, context]: Parameters<typeof castEngine.run>) => {
        directory = task.outputDirectory;
        return castEngine.run(task, context);
      },
    };
    const running = runEngine(engine, {
      input: report,
      from: "pdf",
      to: "docx",
      signal: controller.signal,
      onProgress: (percent) => {
        if (percent > 0) controller.abort();
      },
    });
    await expect(running).rejects.toMatchObject({ code: "aborted" });
    expect(await readdir(directory)).toEqual([]);
  });

  it("refuses what it cannot read or write, in the words of an engine error", async () => {
    const encrypted = await readFile(path.join(import.meta.dirname, "../../fixtures/pdf/encrypted.pdf"));
    const run = (input: Uint8Array, to: string): Promise<unknown> =>
      runEngine(castEngine, { input, from: "pdf", to });
    await expect(run(encrypted, "docx")).rejects.toMatchObject({ code: "encrypted" });
    await expect(run(report.subarray(0, 20_000), "docx")).rejects.toMatchObject({ code: "corrupt" });
    await expect(run(new Uint8Array(), "docx")).rejects.toMatchObject({ code: "empty" });
    await expect(run(report, "odt")).rejects.toMatchObject({ code: "unsupported" });
  });
});
