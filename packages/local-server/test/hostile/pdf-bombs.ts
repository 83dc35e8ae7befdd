import { deflateSync } from "node:zlib";
import { deflateRepeated } from "./deflate-repeated.js";

interface PdfObject {
  number: number;
  /** A dictionary or another object; where there is a stream, the dictionary without its length. */
  body: string;
  stream?: Uint8Array;
}

/** Writes objects as a PDF with a right cross-reference table: it is what the objects say that is hostile. */
export function pdfOf(objects: PdfObject[]): Buffer {
  const chunks: Buffer[] = [Buffer.from("%PDF-1.7\n")];
  let size = chunks[0]?.length ?? 0;
  const offsets = new Map<number, number>();
  const push = (chunk: Buffer): void => {
    chunks.push(chunk);
    size += chunk.length;
  };
  for (const { number, body, stream } of objects) {
    offsets.set(number, size);
    if (!stream) push(Buffer.from(`${number} 0 obj\n${body}\nendobj\n`, "latin1"));
    else {
      push(Buffer.from(`${number} 0 obj\n${body.replace(/>>$/, ` /Length ${stream.length} >>`)}\nstream\n`));
      push(Buffer.from(stream));
      push(Buffer.from("\nendstream\nendobj\n"));
    }
  }
  const start = size;
  const last = Math.max(...offsets.keys());
  const rows = Array.from({ length: last + 1 }, (_, number) => {
    const offset = offsets.get(number);
    return offset === undefined ? "0000000000 65535 f \n" : `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  push(Buffer.from(`xref\n0 ${last + 1}\n${rows.join("")}trailer\n<< /Size ${last + 1} /Root 1 0 R >>\n`));
  push(Buffer.from(`startxref\n${start}\n%%EOF\n`));
  return Buffer.concat(chunks);
}

const catalog: PdfObject = { number: 1, body: "<< /Type /Catalog /Pages 2 0 R >>" };
const pages: PdfObject = { number: 2, body: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>" };
const font = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";

function page(entries: string = "", box: string = "0 0 612 792"): PdfObject {
  return { number: 3, body: `<< /Type /Page /Parent 2 0 R /MediaBox [${box}] ${entries} >>` };
}

const text = Buffer.from("BT /F1 24 Tf 72 700 Td (Hello) Tj ET");

/** A page as large as its box says. */
export function boxPdf(box: string): Buffer {
  const content: PdfObject = { number: 4, body: "<< >>", stream: text };
  return pdfOf([catalog, pages, page(`/Contents 4 0 R /Resources << ${font} >>`, box), content]);
}

/** A content stream that is packed several times over and then is `megabytes` long. */
export async function flateBombPdf(megabytes: number, layers: number): Promise<Buffer> {
  let stream = await deflateRepeated(Buffer.alloc(1024 ** 2, "q Q "), megabytes);
  for (let layer = 1; layer < layers; layer += 1) stream = deflateSync(stream);
  const filters = Array.from({ length: layers }, () => "/FlateDecode").join(" ");
  const content: PdfObject = { number: 4, body: `<< /Filter [${filters}] >>`, stream };
  return pdfOf([catalog, pages, page(`/Contents 4 0 R /Resources << ${font} >>`), content]);
}

/** A picture of `side` x `side` black pixels, packed. */
export function imageBombPdf(side: number): Buffer {
  const stream = deflateSync(Buffer.alloc(Math.ceil(side / 8) * side));
  const image = `<< /Type /XObject /Subtype /Image /Width ${side} /Height ${side} /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode >>`;
  return pdfOf([
    catalog,
    pages,
    page("/Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >>"),
    { number: 4, body: "<< >>", stream: Buffer.from("q 600 0 0 700 6 6 cm /X Do Q") },
    { number: 5, body: image, stream },
  ]);
}

/** Forms that draw one another: `width` times each, `depth` deep, the last one drawing the first. */
export function formBombPdf(width: number, depth: number): Buffer {
  const forms = Array.from({ length: depth }, (_, level): PdfObject => {
    const next = 5 + ((level + 1) % depth);
    const resources = `/Resources << /XObject << /X ${next} 0 R >> >>`;
    const body = `<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] ${resources} >>`;
    return { number: 5 + level, body, stream: Buffer.from("/X Do ".repeat(width)) };
  });
  return pdfOf([
    catalog,
    pages,
    page("/Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >>"),
    { number: 4, body: "<< >>", stream: Buffer.from("/X Do") },
    ...forms,
  ]);
}

/** A page tree that is its own child. */
export function loopPdf(): Buffer {
  return pdfOf([
    catalog,
    { number: 2, body: "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>" },
  ]);
}

/** Arrays in arrays in the page's dictionary and in what it draws. */
export function nestedPdf(depth: number): Buffer {
  const nested = `${"[".repeat(depth)}${"]".repeat(depth)}`;
  const content: PdfObject = {
    number: 4,
    body: "<< >>",
    stream: Buffer.from(`${nested} TJ ${"q ".repeat(depth)}`),
  };
  return pdfOf([catalog, pages, page(`/Contents 4 0 R /Deep ${nested} /Resources << ${font} >>`), content]);
}

/** Object streams that say they hold far more than they do, each extending the next. */
export function objectStreamBombPdf(count: number): Buffer {
  const streams = Array.from({ length: count }, (_, index): PdfObject => {
    const next = 10 + ((index + 1) % count);
    const body = `<< /Type /ObjStm /N 2000000000 /First 100 /Extends ${next} 0 R /Filter /FlateDecode >>`;
    return { number: 10 + index, body, stream: deflateSync(Buffer.alloc(1024 ** 2, "1 0 ")) };
  });
  return pdfOf([catalog, pages, page(), ...streams]);
}

/** Blank pages, one dictionary for all of them or one each. */
export function manyPagesPdf(count: number): Buffer {
  const kids = Array.from({ length: count }, (_, index) => 3 + index);
  return pdfOf([
    catalog,
    {
      number: 2,
      body: `<< /Type /Pages /Kids [${kids.map((kid) => `${kid} 0 R`).join(" ")}] /Count ${count} >>`,
    },
    ...kids.map((number) => ({ number, body: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>" })),
  ]);
}

/** Everything in a PDF that names something outside it: streams in files, actions, forms, other documents. */
export function referringPdf(url: string): Buffer {
  const external = `<< /FS /URL /F (${url}/stream) /FFilter /FlateDecode >>`;
  const actions = [
    `<< /S /URI /URI (${url}/uri) >>`,
    `<< /S /SubmitForm /F << /FS /URL /F (${url}/submit) >> >>`,
    `<< /S /ImportData /F (file:///etc/passwd) >>`,
    `<< /S /Launch /F (file:///bin/sh) >>`,
    `<< /S /GoToR /F (${url}/other.pdf) /D [0 /Fit] >>`,
    `<< /S /JavaScript /JS (app.launchURL("${url}/js"); this.submitForm("${url}/js2");) >>`,
  ];
  const annotations = actions.map(
    (action) => `<< /Type /Annot /Subtype /Link /Rect [0 0 600 700] /Border [0 0 1] /A ${action} >>`,
  );
  const image = `<< /Type /XObject /Subtype /Image /Width 9 /Height 9 /ColorSpace /DeviceGray /BitsPerComponent 8 /F << /FS /URL /F (${url}/image) >> >>`;
  return pdfOf([
    {
      number: 1,
      body: `<< /Type /Catalog /Pages 2 0 R /OpenAction ${actions[5]} /AcroForm << /XFA 6 0 R /Fields [] >> /AA << /WC ${actions[1]} >> >>`,
    },
    pages,
    page(
      `/Contents 4 0 R /Annots [${annotations.join(" ")}] /AA << /O ${actions[0]} >> /Resources << ${font} /XObject << /X 5 0 R /Y 7 0 R >> >>`,
    ),
    { number: 4, body: "<< >>", stream: Buffer.from(`${text.toString()} q 99 0 0 99 0 0 cm /X Do Q /Y Do`) },
    { number: 5, body: image, stream: Buffer.from("x") },
    {
      number: 6,
      body: "<< >>",
      stream: Buffer.from(`<xdp:xdp><template><image href="${url}/xfa"/></template></xdp:xdp>`),
    },
    {
      number: 7,
      body: `<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Ref << /F ${external} /Page 0 >> >>`,
      stream: Buffer.from("q Q"),
    },
  ]);
}
