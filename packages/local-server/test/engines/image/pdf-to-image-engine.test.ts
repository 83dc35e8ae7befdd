import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { pdfToImageEngine } from "../../../src/engines/image/pdf-to-image-engine.js";
import { runEngine } from "../run-engine.js";

const report = await readFile(new URL("../../../samples/report.pdf", import.meta.url));

describe("pdfToImageEngine", () => {
  it("draws each page at 150 dpi into the documented ZIP and reports progress", async () => {
    const phases: string[] = [];
    const outcome = await runEngine(pdfToImageEngine, {
      input: report,
      from: "pdf",
      to: "jpg",
      inputName: "Q3 report.pdf",
      onProgress: (_percent, phase) => phase && phases.push(phase),
    });
    expect(outcome.files).toHaveLength(1);
    expect(outcome.files[0]).toMatchObject({
      name: "convert.fast-pdf-to-jpg-Q3 report-3-outputs.zip",
      contentType: "application/zip",
    });
    expect(outcome).toMatchObject({ data: { fileCount: 3 }, pages: 3 });
    expect(phases).toEqual(["Drawing page 1 of 3", "Drawing page 2 of 3", "Drawing page 3 of 3"]);
    const entries = unzipSync(await readFile(outcome.files[0]?.path ?? ""));
    expect(Object.keys(entries)).toEqual(["Q3 report-1.jpg", "Q3 report-2.jpg", "Q3 report-3.jpg"]);
    const { width, height, density } = await sharp(entries["Q3 report-1.jpg"]).metadata();
    expect([width, height, density]).toEqual([1240, 1754, 150]);
  });

  it("gives the picture itself for one page, at the dpi asked for", async () => {
    const plan = await readFile(new URL("../../../samples/plan1.pdf", import.meta.url));
    const request = { input: plan, from: "pdf", to: "png", inputName: "plan1.pdf", options: { dpi: 50 } };
    const outcome = await runEngine(pdfToImageEngine, request);
    expect(outcome.files[0]).toMatchObject({ name: "plan1.png", contentType: "image/png" });
    const { width, height } = await sharp(outcome.files[0]?.path).metadata();
    expect([width, height]).toEqual([1700, 1100]);
  });

  it.each([35, 601, 150.5])("refuses %d dpi", async (dpi) => {
    const run = runEngine(pdfToImageEngine, { input: report, from: "pdf", to: "jpg", options: { dpi } });
    await expect(run).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringContaining("dpi") as string,
    });
  });

  it("refuses a cut PDF as corrupt and an empty one as empty", async () => {
    const cut = runEngine(pdfToImageEngine, { input: report.subarray(0, 300), from: "pdf", to: "jpg" });
    await expect(cut).rejects.toMatchObject({ code: "corrupt" });
    const empty = runEngine(pdfToImageEngine, { input: new Uint8Array(0), from: "pdf", to: "jpg" });
    await expect(empty).rejects.toMatchObject({ code: "empty" });
  });
});
