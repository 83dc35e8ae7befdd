import { readFile } from "node:fs/promises";
import sharp, { type Sharp } from "sharp";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { detectFormat } from "../../../src/engines/detect-format.js";
import { writeBmp } from "../../../src/engines/image/write-bmp.js";
import { closeOcr, ocrEngine } from "../../../src/engines/ocr/ocr-engine.js";
import { runEngine } from "../run-engine.js";
import { docxText } from "./docx-text.js";
import { scannedPdf } from "./scanned-pdf.js";
import { wordRecall } from "./word-recall.js";

const samples = new URL("../../../samples/", import.meta.url);
const report1 = await readFile(new URL("report-1.png", samples));
const report3 = await readFile(new URL("report-3.png", samples));
const timeoutMs = 60_000;

/** The heading and two lines of the first page: enough to see that a format is read, and quick. */
function strip(top = 200, height = 215): Sharp {
  return sharp(report1).extract({ left: 0, top, width: 1654, height });
}

const stripTruth =
  "Quarterly Site Report 1. Introduction The quick brown fox jumps over the lazy dog while the contractor verifies all " +
  "field dimensions prior to fabrication. Submit shop drawings for review and allow fourteen calendar days for processing of";

async function textOf(input: Uint8Array, from: string): Promise<string> {
  const outcome = await runEngine(ocrEngine, { input, from, to: "docx", options: { languages: ["eng"] } });
  return (await docxText(outcome.files[0]?.path ?? "")).text;
}

afterAll(closeOcr);

describe("ocrEngine", () => {
  it(
    "reads a scanned page with heading, list and table into an editable document",
    async () => {
      const phases: string[] = [];
      const outcome = await runEngine(ocrEngine, {
        input: report1,
        from: "png",
        to: "docx",
        inputName: "report-1.png",
        options: { languages: ["eng"] },
        onProgress: (_percent, phase) => phase && phases.push(phase),
      });
      expect(outcome).toMatchObject({ pages: 1, files: [{ name: "report-1.docx" }] });
      expect(phases).toContain("Recognised page 1 of 1");
      const { text, paragraphs, tables } = await docxText(outcome.files[0]?.path ?? "");
      expect(wordRecall(await readFile(new URL("report-1.gt.txt", samples), "utf8"), text)).toBeGreaterThan(
        0.98,
      );
      const headings = paragraphs
        .filter(({ style }) => style?.startsWith("Heading"))
        .map((heading) => heading.text);
      expect(headings).toEqual(["Quarterly Site Report", "1. Introduction", "1.1 Scope", "1.2 Cost table"]);
      expect(tables).toHaveLength(1);
      expect(tables[0]?.[0]).toEqual(["Item", "Quantity", "Unit price", "Total"]);
      expect(tables[0]?.[4]).toEqual([
        "Vapor barrier, 15 mil reinforced polyethylene",
        "900",
        "0.62",
        "558.00",
      ]);
      expect(paragraphs.map((paragraph) => paragraph.text)).toContain("•\tThird bullet");
    },
    timeoutMs,
  );

  it(
    "reads two columns one after the other",
    async () => {
      const text = await textOf(report3, "png");
      expect(wordRecall(await readFile(new URL("report-3.gt.txt", samples), "utf8"), text)).toBeGreaterThan(
        0.98,
      );
      const order = [...text.matchAll(/Paragraph (\d)\./g)].map(([, number]) => Number(number));
      expect(order).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    },
    timeoutMs,
  );

  it(
    "reads every page of a scanned PDF and of a TIFF, each on a page of its own",
    async () => {
      const strips = [strip(), strip(760, 90)];
      const jpegs = await Promise.all(
        strips.map(async (page) => {
          const { data, info } = await page.clone().jpeg().toBuffer({ resolveWithObject: true });
          return { jpeg: data, width: info.width, height: info.height, grey: info.channels === 1 };
        }),
      );
      const pngs = await Promise.all([strip(), strip(745, 215)].map((page) => page.png().toBuffer()));
      const tiff = await sharp(pngs, { join: { animated: true } })
        .tiff({ compression: "lzw" })
        .toBuffer();
      for (const [input, from] of [
        [scannedPdf(jpegs, 200), "pdf"],
        [tiff, "tiff"],
      ] as const) {
        const outcome = await runEngine(ocrEngine, { input, from, to: "docx" });
        expect(outcome.pages).toBe(2);
        const { text, paragraphs } = await docxText(outcome.files[0]?.path ?? "");
        expect(wordRecall(stripTruth, text)).toBeGreaterThan(0.98);
        expect(text.indexOf("Scope")).toBeGreaterThan(text.indexOf("Introduction"));
        expect(paragraphs.some(({ breaksPage }) => breaksPage)).toBe(true);
      }
    },
    timeoutMs,
  );

  it(
    "reads JPEG and BMP, a page fed in askew and one scanned at 100 dpi",
    async () => {
      const { data, info } = await strip()
        .toColourspace("srgb")
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      const askew = await strip().rotate(1.5, { background: "#ffffff" }).png().toBuffer();
      const coarse = await strip()
        .resize({ width: 827, kernel: "cubic" })
        .withMetadata({ density: 100 })
        .png()
        .toBuffer();
      expect(wordRecall(stripTruth, await textOf(await strip().jpeg().toBuffer(), "jpg"))).toBeGreaterThan(
        0.98,
      );
      expect(wordRecall(stripTruth, await textOf(writeBmp(info.width, info.height, data, 200), "bmp"))).toBe(
        1,
      );
      expect(wordRecall(stripTruth, await textOf(askew, "png"))).toBeGreaterThan(0.95);
      expect(wordRecall(stripTruth, await textOf(coarse, "png"))).toBeGreaterThan(0.95);
    },
    timeoutMs,
  );

  it(
    "turns a page that lies upside down",
    async () => {
      const turned = await strip().rotate(180).png().toBuffer();
      expect(wordRecall(stripTruth, await textOf(turned, "png"))).toBeGreaterThan(0.95);
    },
    timeoutMs,
  );

  it.each(["xlsx", "pptx"])(
    "writes %s with the text in it",
    async (to) => {
      const input = await strip().png().toBuffer();
      const outcome = await runEngine(ocrEngine, { input, from: "png", to, inputName: "scan.png" });
      expect(outcome.files[0]?.name).toBe(`scan.${to}`);
      const output = await readFile(outcome.files[0]?.path ?? "");
      expect(detectFormat(output)).toBe(to);
      const text = Object.values(unzipSync(output))
        .map((part) => strFromU8(part))
        .join("\n");
      expect(text).toContain("Quarterly Site Report");
    },
    timeoutMs,
  );

  it(
    "gives an empty document for a blank page",
    async () => {
      const blank = await sharp({ create: { width: 400, height: 500, channels: 3, background: "#fff" } })
        .png()
        .toBuffer();
      expect((await textOf(blank, "png")).trim()).toBe("");
      const dot = await sharp({ create: { width: 1, height: 1, channels: 3, background: "#000" } })
        .png()
        .toBuffer();
      expect((await textOf(dot, "png")).trim()).toBe("");
    },
    timeoutMs,
  );

  it("names the languages that are there when another is asked for", async () => {
    const run = runEngine(ocrEngine, {
      input: report1,
      from: "png",
      to: "docx",
      options: { languages: ["jpn"] },
    });
    await expect(run).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringContaining("eng") as string,
    });
    const traversal = { languages: ["../../etc"] };
    const hostile = runEngine(ocrEngine, { input: report1, from: "png", to: "docx", options: traversal });
    await expect(hostile).rejects.toMatchObject({ code: "unsupported" });
  });

  it.each(["png", "jpg", "tiff", "bmp", "pdf"])("refuses an empty, a cut and a made-up %s", async (from) => {
    const garbage = new TextEncoder().encode("neither picture nor document ".repeat(40));
    const whole =
      from === "pdf"
        ? await readFile(new URL("report.pdf", samples))
        : from === "bmp"
          ? writeBmp(40, 40, new Uint8Array(4800))
          : await strip()
              .toFormat(from === "jpg" ? "jpeg" : (from as "png"))
              .toBuffer();
    const cut = whole.subarray(0, Math.floor(whole.length * 0.3));
    const run = (input: Uint8Array): Promise<unknown> => runEngine(ocrEngine, { input, from, to: "docx" });
    await expect(run(new Uint8Array(0))).rejects.toMatchObject({ name: "EngineError", code: "empty" });
    await expect(run(garbage)).rejects.toMatchObject({ name: "EngineError" });
    await expect(run(cut)).rejects.toMatchObject({ name: "EngineError", code: "corrupt" });
  });

  it("refuses formats that it does not read or write", async () => {
    const gif = runEngine(ocrEngine, { input: report1, from: "gif", to: "docx" });
    await expect(gif).rejects.toMatchObject({ code: "unsupported" });
    const html = runEngine(ocrEngine, { input: report1, from: "png", to: "html" });
    await expect(html).rejects.toMatchObject({ code: "unsupported" });
  });

  it(
    "stops in the middle of a page when the job is canceled, and reads the next document",
    async () => {
      const controller = new AbortController();
      const run = runEngine(ocrEngine, {
        input: report3,
        from: "png",
        to: "docx",
        signal: controller.signal,
        onProgress: () => setImmediate(() => controller.abort()),
      });
      await expect(run).rejects.toMatchObject({ code: "aborted" });
      expect(wordRecall(stripTruth, await textOf(await strip().png().toBuffer(), "png"))).toBe(1);
    },
    timeoutMs,
  );
});
