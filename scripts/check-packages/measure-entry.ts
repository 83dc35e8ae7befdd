import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Bytes of an entry, bundled with its dependencies for browsers, minified and gzipped. `resolveFolder` has it installed. */
export async function measureEntry(entry: string, resolveFolder: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: `export * from ${JSON.stringify(entry)};`, resolveDir: resolveFolder },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    legalComments: "none",
  });
  return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).byteLength;
}
