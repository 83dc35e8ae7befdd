import type { GreyImage } from "./grey-image.js";

/**
 * Marks the pixels that are clearly darker than their surroundings: 1 is ink, 0 is paper. The threshold is local,
 * so that hairlines, grey boxes and uneven light come out alike.
 */
export function thresholdInk(image: GreyImage): Uint8Array {
  const { width, height, data } = image;
  const radius = Math.max(8, Math.round(image.dpi * 0.08));
  const ink = new Uint8Array(width * height);
  const columnSums = new Uint32Array(width);
  let rows = 0;
  const addRow = (y: number, sign: 1 | -1): void => {
    const start = y * width;
    for (let x = 0; x < width; x++) columnSums[x] = (columnSums[x] ?? 0) + sign * (data[start + x] ?? 0);
    rows += sign;
  };
  for (let y = 0; y < Math.min(radius, height); y++) addRow(y, 1);
  for (let y = 0; y < height; y++) {
    if (y + radius < height) addRow(y + radius, 1);
    if (y - radius - 1 >= 0) addRow(y - radius - 1, -1);
    thresholdRow({ data, ink, columnSums, start: y * width, width, rows, radius });
  }
  return ink;
}

const contrast = 28;

function thresholdRow(row: {
  data: Uint8Array;
  ink: Uint8Array;
  columnSums: Uint32Array;
  start: number;
  width: number;
  rows: number;
  radius: number;
}): void {
  const { data, ink, columnSums, start, width, rows, radius } = row;
  let sum = 0;
  let columns = 0;
  for (let x = 0; x < Math.min(radius, width); x++, columns++) sum += columnSums[x] ?? 0;
  for (let x = 0; x < width; x++) {
    if (x + radius < width) {
      sum += columnSums[x + radius] ?? 0;
      columns++;
    }
    if (x - radius - 1 >= 0) {
      sum -= columnSums[x - radius - 1] ?? 0;
      columns--;
    }
    if ((data[start + x] ?? 255) < sum / (columns * rows) - contrast) ink[start + x] = 1;
  }
}
