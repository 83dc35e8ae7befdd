/** A PDF whose pages are JPEG pictures, as a scanner makes it. */
export function scannedPdf(
  pages: readonly { jpeg: Uint8Array; width: number; height: number; grey: boolean }[],
  dpi: number,
): Uint8Array {
  const objects: Buffer[] = [Buffer.from("<</Type/Catalog/Pages 2 0 R>>"), Buffer.alloc(0)];
  const kids: number[] = [];
  for (const { jpeg, width, height, grey } of pages) {
    const [widthPt, heightPt] = [(width * 72) / dpi, (height * 72) / dpi];
    const first = objects.length + 1;
    const content = `q ${widthPt} 0 0 ${heightPt} 0 0 cm /I Do Q`;
    const colour = grey ? "DeviceGray" : "DeviceRGB";
    const image = `<</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/${colour}/BitsPerComponent 8/Filter/DCTDecode/Length ${jpeg.length}>>stream\n`;
    objects.push(
      Buffer.concat([Buffer.from(image), jpeg, Buffer.from("\nendstream")]),
      Buffer.from(`<</Length ${content.length}>>stream\n${content}\nendstream`),
      Buffer.from(
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${widthPt} ${heightPt}]/Contents ${first + 1} 0 R/Resources<</XObject<</I ${first} 0 R>>>>>>`,
      ),
    );
    kids.push(first + 2);
  }
  objects[1] = Buffer.from(
    `<</Type/Pages/Count ${kids.length}/Kids[${kids.map((kid) => `${kid} 0 R`).join(" ")}]>>`,
  );
  return assemble(objects);
}

function assemble(objects: readonly Buffer[]): Uint8Array {
  const parts: Buffer[] = [Buffer.from("%PDF-1.5\n")];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  const push = (part: Buffer): void => {
    parts.push(part);
    length += part.length;
  };
  objects.forEach((object, index) => {
    offsets.push(length);
    push(Buffer.from(`${index + 1} 0 obj\n`));
    push(object);
    push(Buffer.from("\nendobj\n"));
  });
  const start = length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  push(Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer<</Size ${size}/Root 1 0 R>>\n`));
  push(Buffer.from(`startxref\n${start}\n%%EOF`));
  return Buffer.concat(parts);
}
