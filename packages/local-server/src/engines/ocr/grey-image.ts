/** A page as 8-bit grey, packed, top row first. */
export interface GreyImage {
  width: number;
  height: number;
  data: Uint8Array;
  /** Dots per inch, stated or estimated. */
  dpi: number;
}

/** A rectangle in pixels; `x1` and `y1` are exclusive. */
export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** Paints a rectangle in one shade, clipped to the picture. */
export function fillBox(image: GreyImage, box: Box, shade: number): void {
  const { x0, y0, x1, y1 } = clipBox(image, box);
  for (let y = y0; y < y1; y++)
    image.data.fill(shade, y * image.width + x0, y * image.width + Math.max(x0, x1));
}

/** A rectangle of a picture on a sheet of its own with a white margin. */
export function cropBox(source: GreyImage, box: Box, margin: number): GreyImage {
  const { x0, y0, x1, y1 } = clipBox(source, box);
  const width = x1 - x0 + 2 * margin;
  const height = y1 - y0 + 2 * margin;
  const data = new Uint8Array(width * height).fill(255);
  for (let y = y0; y < y1; y++) {
    const row = source.data.subarray(y * source.width + x0, y * source.width + x1);
    data.set(row, (y - y0 + margin) * width + margin);
  }
  return { width, height, data, dpi: source.dpi };
}

/** Copies a rectangle of one picture to the same place in another of the same size. */
export function copyBox(source: GreyImage, target: GreyImage, box: Box): void {
  const { x0, y0, x1, y1 } = clipBox(source, box);
  for (let y = y0; y < y1; y++) {
    const start = y * source.width + x0;
    target.data.set(source.data.subarray(start, y * source.width + x1), start);
  }
}

/** The middle shade of a rectangle: its background, where text covers less than half of it. */
export function medianShade(image: GreyImage, box: Box): number {
  const { x0, y0, x1, y1 } = clipBox(image, box);
  const counts = new Uint32Array(256);
  let total = 0;
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const shade = image.data[y * image.width + x] ?? 255;
      counts[shade] = (counts[shade] ?? 0) + 1;
      total++;
    }
  }
  let seen = 0;
  for (let shade = 0; shade < 256; shade++) {
    seen += counts[shade] ?? 0;
    if (seen * 2 >= total) return shade;
  }
  return 255;
}

export function invertBox(image: GreyImage, box: Box): void {
  const { x0, y0, x1, y1 } = clipBox(image, box);
  for (let y = y0; y < y1; y++) {
    for (let at = y * image.width + x0; at < y * image.width + x1; at++)
      image.data[at] = 255 - (image.data[at] ?? 0);
  }
}

/** The part of `box` that `other` covers, 0 to 1. */
export function coveredShare(box: Box, other: Box): number {
  const width = Math.min(box.x1, other.x1) - Math.max(box.x0, other.x0);
  const height = Math.min(box.y1, other.y1) - Math.max(box.y0, other.y0);
  const area = (box.x1 - box.x0) * (box.y1 - box.y0);
  return width <= 0 || height <= 0 || area <= 0 ? 0 : (width * height) / area;
}

export function growBox(box: Box, by: number): Box {
  return { x0: box.x0 - by, y0: box.y0 - by, x1: box.x1 + by, y1: box.y1 + by };
}

/** The smallest box around some; at least one is needed. */
export function unionBox(boxes: readonly Box[]): Box {
  return {
    x0: Math.min(...boxes.map((box) => box.x0)),
    y0: Math.min(...boxes.map((box) => box.y0)),
    x1: Math.max(...boxes.map((box) => box.x1)),
    y1: Math.max(...boxes.map((box) => box.y1)),
  };
}

function clipBox(image: GreyImage, box: Box): Box {
  return {
    x0: Math.max(0, Math.round(box.x0)),
    y0: Math.max(0, Math.round(box.y0)),
    x1: Math.min(image.width, Math.round(box.x1)),
    y1: Math.min(image.height, Math.round(box.y1)),
  };
}
