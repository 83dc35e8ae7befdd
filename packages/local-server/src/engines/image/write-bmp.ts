/** Encodes packed 8-bit RGB, top row first, as a 24-bit BMP. */
export function writeBmp(width: number, height: number, rgb: Uint8Array, dpi: number = 96): Uint8Array {
  const stride = Math.ceil((width * 3) / 4) * 4;
  const bytes = new Uint8Array(headerBytes + stride * height);
  const view = new DataView(bytes.buffer);
  const pixelsPerMetre = Math.round(dpi / 0.0254);
  bytes.set([0x42, 0x4d]);
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, headerBytes, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  view.setUint32(34, stride * height, true);
  view.setInt32(38, pixelsPerMetre, true);
  view.setInt32(42, pixelsPerMetre, true);
  for (let row = 0; row < height; row++) {
    let target = headerBytes + (height - 1 - row) * stride;
    for (let source = row * width * 3; source < (row + 1) * width * 3; source += 3) {
      bytes[target++] = rgb[source + 2] ?? 0;
      bytes[target++] = rgb[source + 1] ?? 0;
      bytes[target++] = rgb[source] ?? 0;
    }
  }
  return bytes;
}

const headerBytes = 54;
