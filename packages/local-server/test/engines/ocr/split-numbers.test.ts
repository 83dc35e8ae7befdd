import { describe, expect, it } from "vitest";
import { splitNumbers } from "../../../src/engines/ocr/split-numbers.js";

/** A word of 20 pixel high signs at the given places, as wide as stated. */
function word(
  text: string,
  signs: [x: number, width: number][],
): { words: Parameters<typeof splitNumbers>[0]["words"]; ink: Uint8Array } {
  const ink = new Uint8Array(400 * 30);
  for (const [x, width] of signs) for (let y = 5; y < 25; y++) ink.fill(1, y * 400 + x, y * 400 + x + width);
  const last = signs[signs.length - 1] ?? [0, 0];
  const box = { x0: signs[0]?.[0] ?? 0, x1: last[0] + last[1], y0: 5, y1: 25 };
  return { words: [{ text, box, confidence: 90 }], ink };
}

function split(text: string, signs: [x: number, width: number][]): string[] {
  const { words, ink } = word(text, signs);
  return splitNumbers({ words }, { width: 400, ink }).map((part) => part.text);
}

describe("splitNumbers", () => {
  it("parts numbers at the gaps that are spaces", () => {
    const signs: [number, number][] = [
      [10, 13],
      [25, 13],
      [47, 13],
      [62, 13],
      [84, 13],
      [99, 13],
    ];
    expect(split("032000", signs)).toEqual(["03", "20", "00"]);
  });

  it("knows that the narrow digit has wider gaps", () => {
    expect(
      split("2110", [
        [10, 13],
        [28, 6],
        [42, 6],
        [54, 13],
      ]),
    ).toEqual(["2110"]);
    expect(
      split("2110", [
        [10, 13],
        [28, 6],
        [48, 6],
        [60, 13],
      ]),
    ).toEqual(["21", "10"]);
  });

  it("leaves words alone, and numbers whose digits touch", () => {
    expect(
      split("abc", [
        [10, 5],
        [40, 5],
        [80, 5],
      ]),
    ).toEqual(["abc"]);
    expect(
      split("4500", [
        [10, 30],
        [60, 13],
        [75, 13],
      ]),
    ).toEqual(["4500"]);
  });
});
