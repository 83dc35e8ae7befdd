import { describe, expect, it } from "vitest";
import { readBmp } from "../../../src/engines/image/read-bmp.js";

const palette = [0, 0, 0, 0, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0]; // black, red, green, blue as BGR0
const red = [255, 0, 0, 255];
const green = [0, 255, 0, 255];
const blue = [0, 0, 255, 255];
const black = [0, 0, 0, 255];

function bmp(how: {
  width: number;
  height: number;
  bits: number;
  compression?: number;
  extra?: number[];
  pixels: number[];
}): Uint8Array {
  const extra = how.extra ?? [];
  const bytes = new Uint8Array(54 + extra.length + how.pixels.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(10, 54 + extra.length, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, how.width, true);
  view.setInt32(22, how.height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, how.bits, true);
  view.setUint32(30, how.compression ?? 0, true);
  view.setInt32(38, 7874, true);
  view.setUint32(46, how.bits <= 8 ? extra.length / 4 : 0, true);
  bytes.set(extra, 54);
  bytes.set(how.pixels, 54 + extra.length);
  return bytes;
}

function pixels(bytes: Uint8Array): number[][] {
  const { data } = readBmp(bytes, 1e6);
  return Array.from({ length: data.length / 4 }, (_, index) => [...data.subarray(index * 4, index * 4 + 4)]);
}

describe("readBmp", () => {
  it("reads 24 bits bottom up with row padding, and its resolution", () => {
    const bytes = bmp({ width: 1, height: 2, bits: 24, pixels: [255, 0, 0, 0, 0, 0, 255, 0] });
    expect(pixels(bytes)).toEqual([red, blue]);
    expect(readBmp(bytes, 100).dpi).toBeCloseTo(200, 0);
  });

  it("reads rows top down where the height is negative", () => {
    const bytes = bmp({ width: 1, height: -2, bits: 24, pixels: [255, 0, 0, 0, 0, 0, 255] });
    expect(pixels(bytes)).toEqual([blue, red]);
  });

  it.each([
    [1, palette.slice(0, 8), [0b01000000, 0, 0, 0], [black, red]],
    [4, palette, [0x32, 0, 0, 0], [blue, green]],
    [8, palette, [1, 2, 0, 0], [red, green]],
    [8, palette, [3, 200, 0, 0], [blue, black]],
  ])("reads %d bits through the palette", (bits, extra, row, expected) => {
    expect(pixels(bmp({ width: 2, height: 1, bits, extra, pixels: row }))).toEqual(expected);
  });

  it("reads run lengths: runs, literal pixels, a jump and line ends", () => {
    const rows = [2, 1, 0, 0, 0, 3, 1, 2, 3, 0, 0, 0, 0, 2, 1, 0, 1, 2, 0, 1];
    const image = pixels(bmp({ width: 3, height: 3, bits: 8, compression: 1, extra: palette, pixels: rows }));
    expect(image).toEqual([black, green, black, red, green, blue, red, red, black]);
    const nibbles = [3, 0x12, 0, 1];
    const line = pixels(
      bmp({ width: 3, height: 1, bits: 4, compression: 2, extra: palette, pixels: nibbles }),
    );
    expect(line).toEqual([red, green, red]);
  });

  it("reads 16 bits as 5-5-5 and by bit fields, 32 bits with alpha by mask", () => {
    expect(pixels(bmp({ width: 1, height: 1, bits: 16, pixels: [0xe0, 0x03, 0, 0] }))).toEqual([green]);
    const masks565 = [0, 0xf8, 0, 0, 0xe0, 0x07, 0, 0, 0x1f, 0, 0, 0];
    const fields = bmp({
      width: 1,
      height: 1,
      bits: 16,
      compression: 3,
      extra: masks565,
      pixels: [0x1f, 0, 0, 0],
    });
    expect(pixels(fields)).toEqual([blue]);
    const rgba = [0xff, 0, 0, 0, 0, 0xff, 0, 0, 0, 0, 0xff, 0, 0, 0, 0, 0xff];
    const masked = bmp({
      width: 1,
      height: 1,
      bits: 32,
      compression: 6,
      extra: rgba,
      pixels: [1, 2, 3, 128],
    });
    expect(pixels(masked)).toEqual([[1, 2, 3, 128]]);
  });

  it("refuses missing bytes, endless run lengths and unknown encodings without reading on", () => {
    const cut = bmp({ width: 4, height: 4, bits: 24, pixels: [1, 2, 3] });
    expect(() => readBmp(cut, 1e6)).toThrow(expect.objectContaining({ code: "corrupt" }));
    const endless = bmp({ width: 4, height: 4, bits: 8, compression: 1, extra: palette, pixels: [4, 1] });
    expect(() => readBmp(endless, 1e6)).toThrow(expect.objectContaining({ code: "corrupt" }));
    const jpeg = bmp({ width: 4, height: 4, bits: 0, compression: 4, pixels: [] });
    expect(() => readBmp(jpeg, 1e6)).toThrow(expect.objectContaining({ code: "unsupported" }));
    const huge = bmp({ width: 30000, height: 30000, bits: 1, extra: palette.slice(0, 8), pixels: [] });
    expect(() => readBmp(huge, 1e6)).toThrow(expect.objectContaining({ code: "too-large" }));
  });
});
