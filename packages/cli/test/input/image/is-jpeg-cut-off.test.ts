import { expect, it } from "vitest";
import { isJpegCutOff } from "../../../src/input/image/is-jpeg-cut-off.js";
import { memoryFile } from "../../support/memory-file.js";

const cut = (...parts: readonly number[][]) => isJpegCutOff(memoryFile(Uint8Array.from(parts.flat())));

const START = [0xff, 0xd8];
const END = [0xff, 0xd9];
/** A whole picture as a segment's data, as a camera's thumbnail. */
const THUMBNAIL = [0xff, 0xe1, 0, 8, 0xff, 0xd8, 1, 2, 0xff, 0xd9];
const TABLE = [0xff, 0xc4, 0, 4, 9, 9];
/** A scan's head, then data with a stuffed byte and a restart marker. */
const SCAN = [0xff, 0xda, 0, 3, 1, 10, 0xff, 0x00, 20, 0xff, 0xd0, 30];

it("lets a whole JPEG pass, also with a film behind it", async () => {
  expect(await cut(START, THUMBNAIL, TABLE, SCAN, END)).toBe(false);
  expect(await cut(START, THUMBNAIL, SCAN, TABLE, SCAN, [0xff], END, [0, 0, 0, 24, 1, 2, 3])).toBe(false);
});

it("refuses one that ends before its EOI marker, whatever its thumbnail has", async () => {
  expect(await cut(START, THUMBNAIL, SCAN)).toBe(true);
  expect(await cut(START, THUMBNAIL, SCAN, TABLE, SCAN, [0xff])).toBe(true);
  expect(await cut(START, THUMBNAIL, TABLE.slice(0, 4))).toBe(true);
  expect(await cut(START, [0xff])).toBe(true);
});

it("sees a marker that lies across the border of two pieces", async () => {
  for (let shift = -2; shift <= 2; shift += 1) {
    const data = Array<number>(64 * 1024 + shift).fill(1);
    expect(await cut(START, SCAN, data, END, [0, 0]), `${shift}`).toBe(false);
    expect(await cut(START, SCAN, data, [0xff, 0, 0]), `${shift}`).toBe(true);
  }
});

it("lets one pass that is damaged in another way", async () => {
  expect(await cut(START, TABLE, [1, 2, 3, 4], SCAN)).toBe(false);
});
