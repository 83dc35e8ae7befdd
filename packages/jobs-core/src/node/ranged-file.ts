import { contentTypeOf } from "./content-type.js";

/** Where the bytes of a file are. */
export interface FileSource {
  /** The name that the API sees; its extension tells the type. */
  name: string;
  sizeBytes: number;
  /** Milliseconds since the epoch. Default: now. */
  lastModified?: number | undefined;
  /**
   * The bytes from `start` up to `end`, which is not among them. Throws a JobsError, or a DOMException named
   * NotReadableError, where they are not to be had or not of the same file any more; the upload fails with it.
   */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
}

/** A file that is somewhere else, as a File that is read while it is sent and never held in memory. */
export function fileOf(source: FileSource): File {
  return new RangedFile(source, contentTypeOf(source.name));
}

/**
 * A file, or a piece of one, that is read as it is sent. Only `size`, `stream`, `slice`, `arrayBuffer`, `bytes` and
 * `text` know the content, which is what Node's fetch asks.
 */
export class RangedFile extends File {
  override readonly size: number;
  readonly #source: FileSource;
  readonly #start: number;
  readonly #end: number;

  constructor(
    source: FileSource,
    type: string = "",
    range: { start: number; end: number } = { start: 0, end: source.sizeBytes },
  ) {
    const { name, lastModified } = source;
    super([], name, { type, ...(lastModified !== undefined && { lastModified }) });
    this.#source = source;
    this.#start = range.start;
    this.#end = range.end;
    this.size = range.end - range.start;
  }

  override slice(start = 0, end: number = this.size, type = ""): File {
    const at = (offset: number): number =>
      this.#start + Math.min(Math.max(offset < 0 ? this.size + offset : offset, 0), this.size);
    return new RangedFile(this.#source, type, { start: at(start), end: Math.max(at(start), at(end)) });
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    const read = this.#source.read(this.#start, this.#end)[Symbol.asyncIterator]();
    return new ReadableStream(
      {
        async pull(controller) {
          const { done, value } = await read.next();
          if (done) controller.close();
          // Nobody shares memory here.
          else controller.enqueue(value as Uint8Array<ArrayBuffer>);
        },
        async cancel() {
          await read.return?.();
        },
      },
      { highWaterMark: 0 },
    );
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return new Response(this.stream()).arrayBuffer();
  }

  override async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.arrayBuffer());
  }

  override async text(): Promise<string> {
    return new Response(this.stream()).text();
  }
}
