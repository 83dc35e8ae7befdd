import { EngineError } from "../engine-error.js";

/** A decoded BMP: packed 8-bit RGBA, top row first. */
export interface BmpImage {
  width: number;
  height: number;
  data: Uint8Array;
  /** Dots per inch, where the file states a resolution. */
  dpi?: number;
}

/**
 * Decodes a Windows or OS/2 bitmap: 1, 2, 4, 8, 16, 24 and 32 bits a pixel, bit fields, run lengths, both row
 * orders. Throws `EngineError`: `corrupt` where bytes are missing, `too-large` over `maxPixels`, `unsupported`
 * for embedded JPEG or PNG.
 */
export function readBmp(bytes: Uint8Array, maxPixels: number): BmpImage {
  const header = readHeader(bytes);
  const { width, height } = header;
  if (width * height > maxPixels) {
    throw new EngineError(
      "too-large",
      `The BMP is ${width} x ${height} pixels, more than the ${Math.round(maxPixels / 1e6)} million allowed.`,
    );
  }
  const image: BmpImage = { width, height, data: decodePixels(bytes, header) };
  if (header.dpi !== undefined) image.dpi = header.dpi;
  return image;
}

interface BmpHeader {
  width: number;
  height: number;
  topDown: boolean;
  bitsPerPixel: number;
  compression: number;
  pixelOffset: number;
  /** RGBA words by palette index. */
  palette: Uint8Array;
  masks: readonly [red: number, green: number, blue: number, alpha: number];
  dpi?: number;
}

const rgb = 0;
const runLength8 = 1;
const runLength4 = 2;
const bitFields = 3;
const alphaBitFields = 6;

function readHeader(bytes: Uint8Array): BmpHeader {
  if (bytes.length < 26) throw corrupt("it ends inside its header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerSize = view.getUint32(14, true);
  const core = headerSize === 12;
  if (bytes.length < 14 + headerSize || (!core && headerSize < 40)) throw corrupt("its header is damaged");
  const width = core ? view.getUint16(18, true) : view.getInt32(18, true);
  const signedHeight = core ? view.getUint16(20, true) : view.getInt32(22, true);
  const bitsPerPixel = view.getUint16(core ? 24 : 28, true);
  const compression = core ? rgb : view.getUint32(30, true);
  const height = Math.abs(signedHeight);
  if (width <= 0 || height === 0) throw corrupt("it says that it has no pixels");
  checkEncoding(bitsPerPixel, compression);
  const hasMasks = compression === bitFields || compression === alphaBitFields;
  const masksAfterHeader = hasMasks && headerSize === 40 ? (compression === alphaBitFields ? 16 : 12) : 0;
  const header: BmpHeader = {
    width,
    height,
    topDown: signedHeight < 0,
    bitsPerPixel,
    compression,
    pixelOffset: view.getUint32(10, true),
    palette: readPalette(view, 14 + headerSize + masksAfterHeader, bitsPerPixel, core),
    masks: hasMasks ? readMasks(view, headerSize, masksAfterHeader) : defaultMasks(bitsPerPixel),
  };
  const pixelsPerMetre = core ? 0 : view.getInt32(38, true);
  if (pixelsPerMetre > 0) header.dpi = pixelsPerMetre * 0.0254;
  return header;
}

function checkEncoding(bitsPerPixel: number, compression: number): void {
  const known =
    (compression === rgb && [1, 2, 4, 8, 16, 24, 32].includes(bitsPerPixel)) ||
    (compression === runLength8 && bitsPerPixel === 8) ||
    (compression === runLength4 && bitsPerPixel === 4) ||
    ((compression === bitFields || compression === alphaBitFields) && [16, 32].includes(bitsPerPixel));
  if (known) return;
  throw new EngineError(
    "unsupported",
    `This kind of BMP (${bitsPerPixel} bits, compression ${compression}) cannot be read. Save it as 24-bit BMP or PNG.`,
  );
}

function readPalette(view: DataView, start: number, bitsPerPixel: number, core: boolean): Uint8Array {
  if (bitsPerPixel > 8) return new Uint8Array(0);
  const count = 1 << bitsPerPixel;
  // Indexes past the colours that the file has are black, as in other readers.
  const palette = new Uint8Array(count * 4);
  const stated = core ? 0 : view.getUint32(46, true);
  const entries = stated > 0 ? Math.min(stated, count) : count;
  const entrySize = core ? 3 : 4;
  for (let index = 0; index < count; index++) {
    palette[index * 4 + 3] = 255;
    const at = start + index * entrySize;
    if (index >= entries || at + 3 > view.byteLength) continue;
    palette[index * 4] = view.getUint8(at + 2);
    palette[index * 4 + 1] = view.getUint8(at + 1);
    palette[index * 4 + 2] = view.getUint8(at);
  }
  return palette;
}

function readMasks(view: DataView, headerSize: number, masksAfterHeader: number): BmpHeader["masks"] {
  const hasAlpha = headerSize >= 56 || masksAfterHeader === 16;
  if (view.byteLength < 54 + (hasAlpha ? 16 : 12)) throw corrupt("it ends inside its header");
  const mask = (index: number): number => view.getUint32(54 + index * 4, true);
  return [mask(0), mask(1), mask(2), hasAlpha ? mask(3) : 0];
}

function defaultMasks(bitsPerPixel: number): BmpHeader["masks"] {
  return bitsPerPixel === 16 ? [0x7c00, 0x03e0, 0x001f, 0] : [0xff0000, 0x00ff00, 0x0000ff, 0];
}

function decodePixels(bytes: Uint8Array, header: BmpHeader): Uint8Array {
  if (header.compression === runLength8 || header.compression === runLength4) {
    return decodeRunLengths(bytes, header);
  }
  const { width, height, bitsPerPixel } = header;
  const stride = Math.ceil((width * bitsPerPixel) / 32) * 4;
  // The padding of the last row is often left out.
  const needed = (height - 1) * stride + Math.ceil((width * bitsPerPixel) / 8);
  if (header.pixelOffset + needed > bytes.length) throw corrupt("it is cut short");
  const pixels = new Uint8Array(width * height * 4);
  for (let row = 0; row < height; row++) {
    const target = (header.topDown ? row : height - 1 - row) * width * 4;
    const source = header.pixelOffset + row * stride;
    if (bitsPerPixel <= 8) indexedRow(bytes, source, pixels, target, header);
    else if (bitsPerPixel === 24) rgbRow(bytes, source, pixels, target, width);
    else maskedRow(bytes, source, pixels, target, header);
  }
  return pixels;
}

function indexedRow(
  bytes: Uint8Array,
  source: number,
  pixels: Uint8Array,
  target: number,
  header: BmpHeader,
): void {
  const { width, bitsPerPixel, palette } = header;
  const perByte = 8 / bitsPerPixel;
  const mask = (1 << bitsPerPixel) - 1;
  for (let x = 0; x < width; x++) {
    const byte = bytes[source + Math.floor(x / perByte)] ?? 0;
    const index = (byte >> (8 - bitsPerPixel * ((x % perByte) + 1))) & mask;
    pixels.set(palette.subarray(index * 4, index * 4 + 4), target + x * 4);
  }
}

function rgbRow(bytes: Uint8Array, source: number, pixels: Uint8Array, target: number, width: number): void {
  for (let x = 0; x < width; x++) {
    pixels[target + x * 4] = bytes[source + x * 3 + 2] ?? 0;
    pixels[target + x * 4 + 1] = bytes[source + x * 3 + 1] ?? 0;
    pixels[target + x * 4 + 2] = bytes[source + x * 3] ?? 0;
    pixels[target + x * 4 + 3] = 255;
  }
}

function maskedRow(
  bytes: Uint8Array,
  source: number,
  pixels: Uint8Array,
  target: number,
  header: BmpHeader,
): void {
  const { width, masks } = header;
  const bytesPerPixel = header.bitsPerPixel / 8;
  const channels = masks.map(channelOf);
  for (let x = 0; x < width; x++) {
    const at = source + x * bytesPerPixel;
    let value = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
    if (bytesPerPixel === 4) value |= ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
    channels.forEach((channel, index) => {
      pixels[target + x * 4 + index] = channel.max === 0 ? 255 : scaled(value, channel);
    });
  }
}

interface Channel {
  shift: number;
  max: number;
}

function channelOf(mask: number): Channel {
  if (mask === 0) return { shift: 0, max: 0 };
  let shift = 0;
  while (((mask >>> shift) & 1) === 0) shift++;
  return { shift, max: mask >>> shift };
}

function scaled(value: number, channel: Channel): number {
  return Math.round((((value >>> channel.shift) & channel.max) >>> 0) * (255 / channel.max));
}

function decodeRunLengths(bytes: Uint8Array, header: BmpHeader): Uint8Array {
  const { width, height, palette } = header;
  const nibbles = header.compression === runLength4;
  const pixels = new Uint8Array(width * height * 4);
  for (let at = 0; at < pixels.length; at += 4) pixels.set(palette.subarray(0, 4), at);
  let x = 0;
  let row = 0;
  let at = header.pixelOffset;
  const put = (index: number): void => {
    if (x >= width || row >= height) return;
    const line = header.topDown ? row : height - 1 - row;
    pixels.set(palette.subarray(index * 4, index * 4 + 4), (line * width + x) * 4);
    x++;
  };
  const next = (): number => {
    const byte = bytes[at++];
    if (byte === undefined) throw corrupt("it is cut short");
    return byte;
  };
  while (row < height) {
    const count = next();
    const value = next();
    if (count > 0) {
      for (let index = 0; index < count; index++)
        put(nibbles ? (index % 2 ? value & 15 : value >> 4) : value);
    } else if (value === 0) {
      x = 0;
      row++;
    } else if (value === 1) {
      break;
    } else if (value === 2) {
      x += next();
      row += next();
    } else {
      const start = at;
      for (let index = 0; index < value; index++) {
        const byte = bytes[start + (nibbles ? index >> 1 : index)];
        if (byte === undefined) throw corrupt("it is cut short");
        put(nibbles ? (index % 2 ? byte & 15 : byte >> 4) : byte);
      }
      const length = nibbles ? Math.ceil(value / 2) : value;
      at = start + length + (length % 2);
    }
  }
  return pixels;
}

function corrupt(what: string): EngineError {
  return new EngineError("corrupt", `The BMP cannot be read: ${what}. Export it again and retry.`);
}
