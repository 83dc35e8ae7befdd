/** An affine map in PDF's order: x' = a x + c y + e, y' = b x + d y + f. */
export interface Matrix {
  a: number;
  b: number;
  c: number;
  d: number;
  e: number;
  f: number;
}

/** The map that applies `first`, then `second`. */
export function concat(first: Matrix, second: Matrix): Matrix {
  return {
    a: first.a * second.a + first.b * second.c,
    b: first.a * second.b + first.b * second.d,
    c: first.c * second.a + first.d * second.c,
    d: first.c * second.b + first.d * second.d,
    e: first.e * second.a + first.f * second.c + second.e,
    f: first.e * second.b + first.f * second.d + second.f,
  };
}

export function applyX(matrix: Matrix, x: number, y: number): number {
  return matrix.a * x + matrix.c * y + matrix.e;
}

export function applyY(matrix: Matrix, x: number, y: number): number {
  return matrix.b * x + matrix.d * y + matrix.f;
}

export interface Box {
  left: number;
  right: number;
  bottom: number;
  top: number;
}

/** The upright box around a mapped box. */
export function mapBox(matrix: Matrix, box: Box): Box {
  const xs = [
    applyX(matrix, box.left, box.bottom),
    applyX(matrix, box.right, box.bottom),
    applyX(matrix, box.left, box.top),
    applyX(matrix, box.right, box.top),
  ];
  const ys = [
    applyY(matrix, box.left, box.bottom),
    applyY(matrix, box.right, box.bottom),
    applyY(matrix, box.left, box.top),
    applyY(matrix, box.right, box.top),
  ];
  return { left: Math.min(...xs), right: Math.max(...xs), bottom: Math.min(...ys), top: Math.max(...ys) };
}

/** From a page's own coordinates to the page as displayed: origin at its bottom left, rotated in quarter turns. */
export function displayMatrix(box: Box, quarterTurns: number): Matrix {
  switch (((quarterTurns % 4) + 4) % 4) {
    case 1:
      return { a: 0, b: -1, c: 1, d: 0, e: -box.bottom, f: box.right };
    case 2:
      return { a: -1, b: 0, c: 0, d: -1, e: box.right, f: box.top };
    case 3:
      return { a: 0, b: 1, c: -1, d: 0, e: box.top, f: -box.left };
    default:
      return { a: 1, b: 0, c: 0, d: 1, e: -box.left, f: -box.bottom };
  }
}
