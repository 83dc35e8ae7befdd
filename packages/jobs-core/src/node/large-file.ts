import type { Stats } from "node:fs";
import { open, stat } from "node:fs/promises";

const PIECE_BYTES = 64 * 1024;

/**
 * A file on disk, or a piece of one, that is read as it is sent. Node's own (`openAsBlob`) counts bytes in 32 bits. Only
 * `size`, `stream`, `slice`, `arrayBuffer`, `bytes` and `text` know the content, which is what Node's fetch asks.
 */
export class LargeFile extends File {
  override readonly size: number;
  readonly #path: string;
  readonly #stats: Stats;
  readonly #start: number;
  readonly #end: number;

  constructor(
    path: string,
    name: string,
    stats: Stats,
    range: { start: number; end: number } = { start: 0, end: stats.size },
    type: string = "",
  ) {
    super([], name, { type, lastModified: stats.mtimeMs });
    this.#path = path;
    this.#stats = stats;
    this.#start = range.start;
    this.#end = range.end;
    this.size = range.end - range.start;
  }

  override slice(start = 0, end: number = this.size, type = ""): File {
    const at = (offset: number): number =>
      this.#start + Math.min(Math.max(offset < 0 ? this.size + offset : offset, 0), this.size);
    const range = { start: at(start), end: Math.max(at(start), at(end)) };
    return new LargeFile(this.#path, this.name, this.#stats, range, type);
  }

  /** Fails with NotReadableError once the file is not what it was, as Node's own does. */
  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    const read = this.#read();
    return new ReadableStream(
      {
        async pull(controller) {
          const { done, value } = await read.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        async cancel() {
          await read.return(undefined);
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

  async *#read(): AsyncGenerator<Uint8Array<ArrayBuffer>, undefined> {
    const file = await open(this.#path).catch((error: unknown) => {
      throw notReadable(error);
    });
    try {
      for (let at = this.#start; at < this.#end;) {
        const buffer = new Uint8Array(Math.min(PIECE_BYTES, this.#end - at));
        const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
        await checkSame(this.#path, this.#stats);
        if (bytesRead === 0) throw notReadable();
        yield buffer.subarray(0, bytesRead);
        at += bytesRead;
      }
      return undefined;
    } finally {
      await file.close();
    }
  }
}

/** Fails with NotReadableError where the path does not lead to the same file any more, or the file has changed. */
async function checkSame(path: string, was: Stats): Promise<void> {
  const now = await stat(path).catch((error: unknown) => {
    throw notReadable(error);
  });
  if (now.size !== was.size || now.mtimeMs !== was.mtimeMs || now.ino !== was.ino) throw notReadable();
}

function notReadable(cause?: unknown): DOMException {
  return new DOMException("The file could not be read", { name: "NotReadableError", cause });
}
