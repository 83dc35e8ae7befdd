import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { isPngCutOff } from "../../../src/input/image/is-png-cut-off.js";
import { memoryFile } from "../../support/memory-file.js";
import { samples } from "../../support/run-cli.js";

const whole = readFileSync(`${samples}report-1.png`);
const cut = (bytes: Uint8Array) => isPngCutOff(memoryFile(bytes));

it("lets a whole PNG pass, also with something behind it", async () => {
  expect(await cut(whole)).toBe(false);
  expect(await cut(Buffer.concat([whole, Buffer.alloc(100_000, 7)]))).toBe(false);
});

it("refuses one that ends before its IEND chunk", async () => {
  for (const size of [9, 20, 33, 1000, whole.length / 2, whole.length - 13]) {
    expect(await cut(whole.subarray(0, size)), `${size}`).toBe(true);
  }
});

it("lets one pass that is damaged in another way", async () => {
  const damaged = Buffer.from(whole.subarray(0, 1000));
  damaged.fill(0xff, 12, 16);
  expect(await cut(damaged)).toBe(false);
});
