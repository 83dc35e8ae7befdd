import { describe, expect, it } from "vitest";
import { likelyRadii } from "../../../../src/engines/construction/doors/scale-notes.js";

const threeFeet: [string, number][] = [
  [`SCALE: 1/8" = 1'-0"`, 27],
  [`1/4"=1'-0"`, 54],
  [`SCALE 1 1/2" = 1'-0"`, 324],
  ["Scale 1:100", 25.92],
];

describe("likelyRadii", () => {
  it.each(threeFeet)("%s has room for a leaf of three feet", (note, radius) => {
    const [range, ...others] = likelyRadii(note);
    expect(others).toEqual([]);
    expect(range?.from).toBeLessThan(0.6 * radius);
    expect(range?.from).toBeGreaterThan(0.3 * radius);
    expect(range?.to).toBeGreaterThan(1.4 * radius);
  });

  it("says nothing without a note", () => {
    expect(likelyRadii("ROOM 101, SLOPE 1:20, 3/4 TYPICAL")).toEqual([]);
  });
});
