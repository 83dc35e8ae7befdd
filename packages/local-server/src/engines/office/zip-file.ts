import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { Zip, ZipDeflate, ZipPassThrough } from "fflate";

/** A ZIP file that is written as its entries come, so that they need not be in memory together. */
export class ZipFile {
  readonly #path: string;
  readonly #zip: Zip;
  #descriptor: number | undefined;
  #error: Error | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#descriptor = openSync(path, "w");
    this.#zip = new Zip((error, chunk) => {
      if (error) this.#error = error;
      else this.#write(chunk);
    });
  }

  /** Adds an entry of text, compressed piece by piece. */
  addText(name: string, pieces: Iterable<string>): void {
    const entry = new ZipDeflate(name, { level: 6 });
    this.#zip.add(entry);
    const encoder = new TextEncoder();
    let pending = "";
    for (const piece of pieces) {
      pending += piece;
      if (pending.length < 65_536) continue;
      entry.push(encoder.encode(pending));
      pending = "";
    }
    entry.push(encoder.encode(pending), true);
    this.#check();
  }

  /** Adds an entry that is compressed already. */
  addStored(name: string, bytes: Uint8Array): void {
    const entry = new ZipPassThrough(name);
    this.#zip.add(entry);
    entry.push(bytes, true);
    this.#check();
  }

  close(): void {
    this.#zip.end();
    this.#check();
    this.#closeDescriptor();
  }

  discard(): void {
    this.#zip.terminate();
    this.#closeDescriptor();
    rmSync(this.#path, { force: true });
  }

  #write(chunk: Uint8Array): void {
    for (let done = 0; done < chunk.length && this.#descriptor !== undefined;) {
      done += writeSync(this.#descriptor, chunk, done);
    }
  }

  #closeDescriptor(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #check(): void {
    if (this.#error) throw this.#error;
  }
}
