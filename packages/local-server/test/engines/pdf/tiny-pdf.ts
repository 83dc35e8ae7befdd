/** A page of a hand-written PDF. */
export interface TinyPage {
  /** Content stream operators. */
  content: string;
  /** Further entries of the page dictionary, for example `/Rotate 90`. */
  entries?: string;
}

export interface TinyPdf {
  pages: TinyPage[];
  /** Further objects, each with the number it is referred to by, from 20 on. */
  objects?: Record<number, string>;
  /** Further resources of every page, for example `/XObject << /X 20 0 R >>`. */
  resources?: string;
}

/** Default page size, in points. */
export const tinyWidth = 400;
export const tinyHeight = 600;

const fonts: Record<string, string> = {
  F1: "Helvetica",
  F2: "Helvetica-Bold",
  F3: "Helvetica-Oblique",
  F4: "Courier",
};

/** Writes a PDF with the fonts F1 to F4 (regular, bold, oblique, fixed pitch). */
export function tinyPdf({ pages, objects = {}, resources = "" }: TinyPdf): Uint8Array {
  const numbered = new Map<number, string>();
  const kids = pages.map((_, index) => 100 + 2 * index);
  numbered.set(1, "<< /Type /Catalog /Pages 2 0 R >>");
  numbered.set(
    2,
    `<< /Type /Pages /Count ${pages.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(" ")}] >>`,
  );
  const fontEntries = Object.keys(fonts).map((name, index) => `/${name} ${10 + index} 0 R`);
  Object.values(fonts).forEach((base, index) => {
    const encoding = "/Encoding /WinAnsiEncoding";
    numbered.set(10 + index, `<< /Type /Font /Subtype /Type1 /BaseFont /${base} ${encoding} >>`);
  });
  for (const [number, body] of Object.entries(objects)) numbered.set(Number(number), body);
  pages.forEach(({ content, entries = "" }, index) => {
    const number = 100 + 2 * index;
    const box = /MediaBox/.test(entries) ? "" : `/MediaBox [0 0 ${tinyWidth} ${tinyHeight}]`;
    numbered.set(
      number,
      `<< /Type /Page /Parent 2 0 R ${box} ${entries} /Contents ${number + 1} 0 R ` +
        `/Resources << /Font << ${fontEntries.join(" ")} >> ${resources} >> >>`,
    );
    numbered.set(number + 1, stream(content));
  });
  return write(numbered);
}

/** A stream object; `entries` go into its dictionary. */
export function stream(content: string, entries: string = ""): string {
  return `<< ${entries} /Length ${Buffer.byteLength(content, "latin1")} >>\nstream\n${content}\nendstream`;
}

/** Operators that show text with its baseline at a point. */
export function text(font: string, size: number, x: number, y: number, value: string): string {
  const escaped = value.replace(/[\\()]/g, (character) => `\\${character}`);
  return `BT /${font} ${size} Tf ${x} ${y} Td (${escaped}) Tj ET\n`;
}

function write(objects: Map<number, string>): Uint8Array {
  let body = "%PDF-1.7\n";
  const offsets: [number, number][] = [];
  for (const [number, object] of [...objects].sort(([first], [second]) => first - second)) {
    offsets.push([number, Buffer.byteLength(body, "latin1")]);
    body += `${number} 0 obj\n${object}\nendobj\n`;
  }
  const start = Buffer.byteLength(body, "latin1");
  const entries = offsets.map(([number, at]) => `${number} 1\n${String(at).padStart(10, "0")} 00000 n \n`);
  const size = Math.max(...objects.keys()) + 1;
  body += `xref\n0 1\n0000000000 65535 f \n${entries.join("")}trailer\n<< /Size ${size} /Root 1 0 R >>\n`;
  body += `startxref\n${start}\n%%EOF\n`;
  return Buffer.from(body, "latin1");
}
