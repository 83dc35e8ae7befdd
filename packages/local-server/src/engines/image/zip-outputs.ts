import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Zip, ZipDeflate, ZipPassThrough } from "fflate";
import type { EngineFile } from "../engine.js";

/**
 * Packs several outputs of one conversion into the one archive that convert.fast offers, named
 * `convert.fast-{conversion}-{stem}-{count}-outputs.zip`. It holds one chunk at a time in memory and removes the
 * packed files.
 */
export async function zipOutputs(request: {
  files: readonly EngineFile[];
  /** For example `pdf-to-jpg`. */
  conversion: string;
  /** The input's name without its extension. */
  stem: string;
  outputDirectory: string;
}): Promise<EngineFile> {
  const { files, conversion, stem, outputDirectory } = request;
  const name = `convert.fast-${conversion}-${stem}-${files.length}-outputs.zip`;
  const zipPath = path.join(outputDirectory, "outputs.zip");
  await pipeline(Readable.from(zipChunks(files)), createWriteStream(zipPath));
  for (const file of files) await rm(file.path);
  return { path: zipPath, name, contentType: "application/zip" };
}

async function* zipChunks(files: readonly EngineFile[]): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  for (const file of files) {
    const entry = isCompressed(file)
      ? new ZipPassThrough(file.name)
      : new ZipDeflate(file.name, { level: 6 });
    zip.add(entry);
    for await (const chunk of createReadStream(file.path) as AsyncIterable<Buffer>) {
      entry.push(chunk);
      yield* ready;
      ready = [];
    }
    entry.push(new Uint8Array(0), true);
  }
  zip.end();
  yield* ready;
}

function isCompressed(file: EngineFile): boolean {
  return file.contentType !== "image/bmp";
}
