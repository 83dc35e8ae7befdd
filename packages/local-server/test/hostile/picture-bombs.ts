import { crc32 } from "node:zlib";
import { zipSync } from "fflate";
import { deflateRepeated } from "./deflate-repeated.js";

/** A PNG of black pixels, one bit each: far smaller than what it unpacks to. */
export async function pngBomb(side: number): Promise<Buffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([1, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", await deflateRepeated(Buffer.alloc(1 + Math.ceil(side / 8)), side)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, sum]);
}

/** A BMP header that promises more pixels than any machine has. */
export function bmpBomb(side: number): Buffer {
  const file = Buffer.alloc(200);
  file.write("BM");
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(side, 18);
  file.writeInt32LE(-side, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  return file;
}

/** A GIF of `frames` frames, each a few bytes for `side` x `side` pixels. */
export function gifBomb(side: number, frames: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt16LE(side, 0);
  size.writeUInt16LE(side, 2);
  const head = Buffer.concat([
    Buffer.from("GIF89a"),
    size,
    Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
  ]);
  const frame = Buffer.concat([
    Buffer.from([0x21, 0xf9, 4, 0, 1, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0]),
    Buffer.from([2, 2, 0x44, 1, 0]),
  ]);
  return Buffer.concat([head, ...Array.from({ length: frames }, () => frame), Buffer.from([0x3b])]);
}

/** An office file whose parts unpack to `megabytes` each. */
export function zipBomb(kind: "docx" | "xlsx", megabytes: number): Buffer {
  const zeros = new Uint8Array(megabytes * 1024 ** 2);
  const [folder, main] = kind === "docx" ? ["word", "document.xml"] : ["xl", "workbook.xml"];
  const part = (name: string): [string, Uint8Array] => [`${folder}/${name}`, zeros];
  const parts = Object.fromEntries([part(main ?? ""), part("media/a.bin"), part("media/b.bin")]);
  return Buffer.from(zipSync(parts, { level: 1 }));
}

/** A drawing that wants files of this machine and of others. */
export function referringSvg(url: string): string {
  return `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "${url}/entity">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10" height="10">
<image xlink:href="${url}/image.png" width="10" height="10"/><image href="file:///etc/passwd" width="1" height="1"/>
<style>@import url("${url}/style.css");</style><text>&x;&y;</text><script href="${url}/script.js"/></svg>`;
}

export function referringHtml(url: string): string {
  return `<!doctype html><html><head><link rel="stylesheet" href="${url}/a.css"><script src="${url}/a.js"></script></head>
<body><img src="${url}/a.png"><iframe src="file:///etc/passwd"></iframe></body></html>`;
}
