import type { Pdfium } from "./pdfium-module.js";

/** Scratch space in PDFium's heap for its out-parameters, and access to the heap itself. */
export class PdfiumMemory {
  readonly #pdfium: Pdfium;
  readonly #scratch: number;
  #view: DataView | undefined;

  constructor(pdfium: Pdfium) {
    this.#pdfium = pdfium;
    this.#scratch = this.allocate(256);
  }

  allocate(sizeBytes: number): number {
    const pointer = this.#pdfium.pdfium.wasmExports.malloc(Math.max(1, sizeBytes));
    if (pointer === 0) throw new RangeError(`PDFium has no memory for ${sizeBytes} bytes`);
    return pointer;
  }

  free(pointer: number): void {
    this.#pdfium.pdfium.wasmExports.free(pointer);
  }

  /** Address of the n-th 8-byte slot of the scratch space, for passing as an out-parameter. */
  slot(index: number): number {
    return this.#scratch + index * 8;
  }

  float(index: number): number {
    return this.#data().getFloat32(this.slot(index), true);
  }

  double(index: number): number {
    return this.#data().getFloat64(this.slot(index), true);
  }

  uint(index: number): number {
    return this.#data().getUint32(this.slot(index), true);
  }

  /** `count` floats that stand next to each other at a slot, as in FS_MATRIX and FS_RECTF. */
  floats(index: number, count: number): number[] {
    const data = this.#data();
    const start = this.slot(index);
    const values: number[] = [];
    for (let at = start; at < start + count * 4; at += 4) values.push(data.getFloat32(at, true));
    return values;
  }

  int(index: number): number {
    return this.#data().getInt32(this.slot(index), true);
  }

  /** The whole heap. Valid until the next call into PDFium, since the heap may move when it grows. */
  bytes(): Uint8Array {
    // Emscripten's own types, where this stands, are not among the dependencies.
    return (this.#pdfium.pdfium as unknown as { HEAPU8: Uint8Array }).HEAPU8;
  }

  release(): void {
    this.free(this.#scratch);
  }

  #data(): DataView {
    const buffer = this.bytes().buffer;
    if (this.#view?.buffer !== buffer) this.#view = new DataView(buffer);
    return this.#view;
  }
}
