import { readFile } from "node:fs/promises";
import sharp, { type Sharp } from "sharp";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { detectFormat } from "../../../src/engines/detect-format.js";
import type { EngineOutcome } from "../../../src/engines/engine.js";
import { imageConversions } from "../../../src/engines/image/image-conversions.js";
import { imageEngine } from "../../../src/engines/image/image-engine.js";
import { type ImageFormat, imageFormats } from "../../../src/engines/image/image-format.js";
import { openImage } from "../../../src/engines/image/open-image.js";
import { writeBmp } from "../../../src/engines/image/write-bmp.js";
import { runEngine } from "../run-engine.js";

/** Left half red, right half see-through green. */
function twoHalves(width = 64, height = 40): Sharp {
  const data = new Uint8Array(width * height * 4);
  for (let at = 0; at < data.length; at += 4) {
    data.set((at / 4) % width < width / 2 ? [200, 20, 30, 255] : [0, 255, 0, 0], at);
  }
  return sharp(data, { raw: { width, height, channels: 4 } });
}

async function encoded(format: ImageFormat): Promise<Uint8Array> {
  if (format !== "bmp")
    return twoHalves()
      .toFormat(format === "jpg" ? "jpeg" : format)
      .toBuffer();
  const { data, info } = await twoHalves()
    .flatten({ background: "#ffffff" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return writeBmp(info.width, info.height, data);
}

async function onlyFile(outcome: EngineOutcome): Promise<Buffer> {
  expect(outcome.files).toHaveLength(1);
  return readFile(outcome.files[0]?.path ?? "");
}

async function pixel(path: string, format: string, left: number, top: number): Promise<number[]> {
  const image = await openImage(path, format);
  const area = { left, top, width: 1, height: 1 };
  return [...(await image.pipeline().toColourspace("srgb").ensureAlpha().extract(area).raw().toBuffer())];
}

describe("imageEngine", () => {
  it.each(imageConversions.filter(({ engine }) => engine === "image"))(
    "converts $from to $to with the picture intact",
    async ({ from, to }) => {
      const input = await encoded(from as ImageFormat);
      const outcome = await runEngine(imageEngine, { input, from, to, inputName: "holiday.photo.x" });
      const output = await onlyFile(outcome);
      const file = outcome.files[0];
      expect(detectFormat(output)).toBe(to);
      expect(file?.name).toBe(`holiday.photo.${to}`);
      expect(outcome.data).toEqual({ fileCount: 1 });
      const [red = 0, green = 0, blue = 0, alpha] = await pixel(file?.path ?? "", to, 10, 20);
      expect(Math.abs(red - 200) + Math.abs(green - 20) + Math.abs(blue - 30)).toBeLessThan(30);
      expect(alpha).toBe(255);
    },
  );

  it.each(["jpg", "bmp"])("puts transparent parts on white for %s, which has no alpha", async (to) => {
    const outcome = await runEngine(imageEngine, { input: await encoded("png"), from: "png", to });
    const [red = 0, green = 0, blue = 0] = await pixel(outcome.files[0]?.path ?? "", to, 58, 20);
    expect(Math.min(red, green, blue)).toBeGreaterThan(245);
  });

  it("keeps transparency where the format has it", async () => {
    const outcome = await runEngine(imageEngine, { input: await encoded("png"), from: "png", to: "webp" });
    expect((await pixel(outcome.files[0]?.path ?? "", "webp", 58, 20))[3]).toBe(0);
  });

  it("turns a photo upright as its EXIF orientation says", async () => {
    const input = await twoHalves().flatten().jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const output = await onlyFile(await runEngine(imageEngine, { input, from: "jpg", to: "png" }));
    const { width, height, orientation } = await sharp(output).metadata();
    expect([width, height, orientation ?? 1]).toEqual([40, 64, 1]);
  });

  it("keeps an animation between GIF and WebP and takes its first frame elsewhere", async () => {
    const frames = await Promise.all(
      ["#ff0000", "#00ff00", "#0000ff"].map((background) =>
        sharp({ create: { width: 20, height: 20, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const input = await sharp(frames, { join: { animated: true } })
      .gif({ delay: [70, 70, 70] })
      .toBuffer();
    const webp = await onlyFile(await runEngine(imageEngine, { input, from: "gif", to: "webp" }));
    expect(await sharp(webp).metadata()).toMatchObject({ pages: 3, delay: [70, 70, 70] });
    const png = await onlyFile(await runEngine(imageEngine, { input, from: "gif", to: "png" }));
    expect(await sharp(png).metadata()).toMatchObject({ width: 20, height: 20 });
    expect((await sharp(png).stats()).dominant.r).toBeGreaterThan(200);
  });

  it("packs the pages of a TIFF into the documented ZIP", async () => {
    const pages = await Promise.all(
      ["#ff0000", "#00ff00"].map((background) =>
        sharp({ create: { width: 30, height: 20, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const input = await sharp(pages, { join: { animated: true } })
      .tiff({ compression: "lzw" })
      .toBuffer();
    const outcome = await runEngine(imageEngine, { input, from: "tiff", to: "png", inputName: "scan.tif" });
    expect(outcome.files[0]).toMatchObject({
      name: "convert.fast-tiff-to-png-scan-2-outputs.zip",
      contentType: "application/zip",
    });
    expect(outcome.data).toEqual({ fileCount: 2 });
    const entries = unzipSync(await onlyFile(outcome));
    expect(Object.keys(entries)).toEqual(["scan-1.png", "scan-2.png"]);
    expect((await sharp(entries["scan-2.png"]).stats()).dominant.g).toBeGreaterThan(200);
  });

  it.each([
    [{ preset: "720p" }, [1280, 640]],
    [{ preset: "4k" }, [2000, 1000]],
    [{ preset: "custom", mode: "pixels", value: 500 }, [500, 250]],
    [{ preset: "custom", mode: "percentage", value: 25 }, [500, 250]],
    [{ mode: "percentage", value: 150 }, [3000, 1500]],
    [{ enabled: false, preset: "720p" }, [2000, 1000]],
  ])("resizes with %j", async (resize, expected) => {
    const input = await sharp({ create: { width: 2000, height: 1000, channels: 3, background: "#123456" } })
      .png()
      .toBuffer();
    const options = { resize: { enabled: true, ...resize } };
    const output = await onlyFile(await runEngine(imageEngine, { input, from: "png", to: "jpg", options }));
    const { width, height } = await sharp(output).metadata();
    expect([width, height]).toEqual(expected);
  });

  it("makes smaller files when asked to compress at a loss", async () => {
    const input = await readFile(new URL("../../../samples/report-1.png", import.meta.url));
    const sizeOf = async (options: Record<string, unknown>): Promise<number> =>
      (await onlyFile(await runEngine(imageEngine, { input, from: "png", to: "jpg", options }))).length;
    const plain = await sizeOf({});
    expect(await sizeOf({ smartCompression: { enabled: true } })).toBeLessThan(plain * 0.8);
    expect(await sizeOf({ smartCompression: { enabled: true, mode: "lossless" } })).toBeGreaterThan(plain);
  });

  it.each([
    [{ resize: { enabled: true, preset: "8k" } }, "options.resize.preset"],
    [{ resize: { enabled: true, preset: "custom", value: 0 } }, "options.resize.value"],
    [{ resize: { enabled: true, preset: "custom" } }, "options.resize.value"],
    [{ colour: "red" }, "options.colour"],
    [{ dpi: 300 }, "options.dpi"],
  ])("refuses the options %j by name", async (options, place) => {
    const input = await encoded("png");
    await expect(runEngine(imageEngine, { input, from: "png", to: "jpg", options })).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringContaining(place) as string,
    });
  });

  it("refuses to enlarge beyond the pixel limit", async () => {
    const options = { resize: { enabled: true, preset: "custom", mode: "percentage", value: 10000 } };
    const input = await sharp({ create: { width: 900, height: 900, channels: 3, background: "#fff" } })
      .png()
      .toBuffer();
    const run = runEngine(imageEngine, { input, from: "png", to: "jpg", options });
    await expect(run).rejects.toMatchObject({ code: "too-large" });
  });

  it.each(imageFormats)("refuses a cut %s as corrupt", async (from) => {
    const whole = await encoded(from);
    const input = whole.subarray(0, Math.floor(whole.length * (from === "tiff" ? 0.3 : 0.6)));
    const run = runEngine(imageEngine, { input, from, to: from === "png" ? "jpg" : "png" });
    await expect(run).rejects.toMatchObject({ name: "EngineError", code: "corrupt" });
  });

  it.each(imageFormats)("refuses rubbish that calls itself %s, and an empty file", async (from) => {
    const to = from === "png" ? "jpg" : "png";
    const input = new TextEncoder().encode("BM this is not a picture at all ".repeat(20));
    await expect(runEngine(imageEngine, { input, from, to })).rejects.toMatchObject({ name: "EngineError" });
    const empty = runEngine(imageEngine, { input: new Uint8Array(0), from, to });
    await expect(empty).rejects.toMatchObject({ code: "empty" });
  });

  it("refuses a picture whose header claims too many pixels", async () => {
    const png = Buffer.from(await encoded("png"));
    png.writeUInt32BE(60_000, 16);
    png.writeUInt32BE(60_000, 20);
    const run = runEngine(imageEngine, { input: png, from: "png", to: "jpg" });
    await expect(run).rejects.toMatchObject({ name: "EngineError" });
    const bmp = Buffer.from(await encoded("bmp"));
    bmp.writeInt32LE(60_000, 18);
    bmp.writeInt32LE(60_000, 22);
    await expect(runEngine(imageEngine, { input: bmp, from: "bmp", to: "jpg" })).rejects.toMatchObject({
      code: "too-large",
    });
  });

  it("does not read an SVG that is passed as a picture", async () => {
    const input = new TextEncoder().encode(
      `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>${strFromU8(new Uint8Array([65]))}</text></svg>`,
    );
    await expect(runEngine(imageEngine, { input, from: "png", to: "jpg" })).rejects.toMatchObject({
      code: "corrupt",
    });
  });

  it("stops when the job is canceled", async () => {
    const signal = AbortSignal.abort();
    const run = runEngine(imageEngine, { input: await encoded("png"), from: "png", to: "jpg", signal });
    await expect(run).rejects.toMatchObject({ code: "aborted" });
  });
});
