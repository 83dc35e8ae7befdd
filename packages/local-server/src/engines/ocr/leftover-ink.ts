import { type Box, coveredShare, growBox, unionBox } from "./grey-image.js";
import { type InkComponent, inkComponents } from "./ink-components.js";

/** Ink of about the size of a word that nothing has read yet. */
export interface Leftover {
  box: Box;
  /** A single round or square dot of ink, such as the bullet of a list. */
  isDot: boolean;
}

/**
 * Finds what a reading of the page has left out: pieces of ink outside `covered`, put together to words.
 * Specks, rules and whatever lies in pictures are no words.
 */
export function findLeftovers(page: {
  width: number;
  height: number;
  ink: Uint8Array;
  dpi: number;
  covered: readonly Box[];
}): Leftover[] {
  const { width, height, dpi } = page;
  const ink = Uint8Array.from(page.ink);
  for (const box of page.covered) clearBox(ink, width, height, box);
  const components = inkComponents(width, height, ink);
  const pictures = components
    .filter((component) => isPicture(component, dpi))
    .map((box) => growBox(box, dpi * 0.02));
  const glyphs = components.filter(
    (component) =>
      isGlyph(component, dpi) && !pictures.some((picture) => coveredShare(component, picture) > 0.5),
  );
  return joinGlyphs(glyphs, dpi * 0.1)
    .map((group): Leftover => ({
      box: unionBox(group),
      isDot: group.length === 1 && group.every(isDot(dpi)),
    }))
    .filter(({ box, isDot: dot }) => dot || box.y1 - box.y0 >= dpi * 0.045);
}

function isPicture({ x0, y0, x1, y1 }: Box, dpi: number): boolean {
  return (x1 - x0 > dpi * 0.7 && y1 - y0 > dpi * 0.7) || y1 - y0 > dpi * 1.2;
}

function isGlyph({ x0, y0, x1, y1, size }: InkComponent, dpi: number): boolean {
  const width = x1 - x0;
  const height = y1 - y0;
  const isRule = width > height * 12 || height > width * 16;
  return (
    !isRule &&
    height <= dpi * 0.6 &&
    width <= dpi * 1.5 &&
    height >= dpi * 0.01 &&
    size >= dpi * dpi * 0.00015
  );
}

function isDot(dpi: number): (component: InkComponent) => boolean {
  return ({ x0, y0, x1, y1, size }) => {
    const width = x1 - x0;
    const height = y1 - y0;
    const square = width / height > 0.7 && width / height < 1.4;
    return square && height >= dpi * 0.022 && height <= dpi * 0.1 && size >= width * height * 0.6;
  };
}

/** Glyphs side by side at less than `gap`, and the dots above them. */
function joinGlyphs(glyphs: readonly InkComponent[], gap: number): InkComponent[][] {
  let groups: InkComponent[][] = [];
  for (const glyph of [...glyphs].sort((a, b) => a.x0 - b.x0)) {
    const near = groups.filter((group) => group.some((other) => isNeighbour(other, glyph, gap)));
    groups = [...groups.filter((group) => !near.includes(group)), [...near.flat(), glyph]];
  }
  return groups;
}

function isNeighbour(a: Box, b: Box, gap: number): boolean {
  const distanceX = Math.max(a.x0, b.x0) - Math.min(a.x1, b.x1);
  const overlapY = Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0);
  const stacked = distanceX < 0 && overlapY > -gap * 0.35;
  return stacked || (distanceX <= gap && overlapY > Math.min(a.y1 - a.y0, b.y1 - b.y0) * 0.4);
}

function clearBox(ink: Uint8Array, width: number, height: number, box: Box): void {
  const x0 = Math.max(0, Math.floor(box.x0));
  const x1 = Math.min(width, Math.ceil(box.x1));
  for (let y = Math.max(0, Math.floor(box.y0)); y < Math.min(height, Math.ceil(box.y1)); y++) {
    if (x1 > x0) ink.fill(0, y * width + x0, y * width + x1);
  }
}
