const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text for XML content or an attribute. */
export function escapeXml(text: string): string {
  return legalText(text).replace(/[&<>"]/g, (character) => escapes[character] ?? character);
}

/** Leaves out the characters that XML 1.0 does not allow: Office programs refuse a file that has them. */
export function legalText(text: string): string {
  return text
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
}

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
