import { writeFileSync } from "node:fs";

/** Writes a whole PDF of one empty page; `comment` makes it another document, `paddingBytes` a larger one. */
export function writeSmallPdf(path: string, comment = "", paddingBytes = 0): void {
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
  ];
  let text = `%PDF-1.4\n%${comment}${"x".repeat(paddingBytes)}\n`;
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const table = `xref\n0 4\n0000000000 65535 f \n${offsets.join("")}trailer\n<< /Root 1 0 R /Size 4 >>\n`;
  writeFileSync(path, `${text}${table}startxref\n${text.length}\n%%EOF\n`, "latin1");
}
