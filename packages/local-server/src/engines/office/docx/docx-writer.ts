import { EngineError } from "../../engine-error.js";
import type { OfficeDocument, OfficeWriter } from "../office-writer.js";
import type { Picture } from "../picture.js";
import { escapeXml, xmlDeclaration } from "../xml.js";
import { ZipFile } from "../zip-file.js";
import { documentXml } from "./document-xml.js";
import { toSections } from "./sections.js";
import { styleSheet } from "./style-sheet.js";

const packageTypes = "http://schemas.openxmlformats.org/package/2006";
const officeTypes = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const wordTypes = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/** Writes a Word document. */
export function docxWriter(path: string): OfficeWriter {
  const zip = new ZipFile(path);
  const pictures = new Map<string, { id: string; target: string }>();
  zip.addText("[Content_Types].xml", [contentTypes()]);
  zip.addText("_rels/.rels", [packageRelations()]);
  return {
    addPicture(picture: Picture): string {
      const known = pictures.get(picture.digest);
      if (known) return known.id;
      const number = pictures.size + 1;
      const target = `media/image${number}.${picture.extension}`;
      zip.addStored(`word/${target}`, picture.bytes);
      pictures.set(picture.digest, { id: `rIdImage${number}`, target });
      return `rIdImage${number}`;
    },
    async finish({ title, pages, body }: OfficeDocument, signal: AbortSignal): Promise<void> {
      const styles = styleSheet(pages, body);
      zip.addText("word/document.xml", untilAborted(documentXml(toSections(pages), styles), signal));
      zip.addText("word/styles.xml", [styles.xml()]);
      zip.addText("word/settings.xml", [settings()]);
      zip.addText("word/_rels/document.xml.rels", [documentRelations([...pictures.values()])]);
      zip.addText("docProps/core.xml", [coreProperties(title)]);
      zip.close();
    },
    discard: () => zip.discard(),
  };
}

function* untilAborted(pieces: Iterable<string>, signal: AbortSignal): Generator<string> {
  for (const piece of pieces) {
    if (signal.aborted) throw new EngineError("aborted", "The conversion was stopped.");
    yield piece;
  }
}

function contentTypes(): string {
  return (
    `${xmlDeclaration}<Types xmlns="${packageTypes}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    '<Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/>' +
    `<Override PartName="/word/document.xml" ContentType="${wordTypes}.document.main+xml"/>` +
    `<Override PartName="/word/styles.xml" ContentType="${wordTypes}.styles+xml"/>` +
    `<Override PartName="/word/settings.xml" ContentType="${wordTypes}.settings+xml"/>` +
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>' +
    "</Types>"
  );
}

function packageRelations(): string {
  return (
    `${xmlDeclaration}<Relationships xmlns="${packageTypes}/relationships">` +
    `<Relationship Id="rId1" Type="${officeTypes}/officeDocument" Target="word/document.xml"/>` +
    `<Relationship Id="rId2" Type="${packageTypes}/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
    "</Relationships>"
  );
}

function documentRelations(pictures: { id: string; target: string }[]): string {
  const images = pictures.map(
    ({ id, target }) => `<Relationship Id="${id}" Type="${officeTypes}/image" Target="${target}"/>`,
  );
  return (
    `${xmlDeclaration}<Relationships xmlns="${packageTypes}/relationships">` +
    `<Relationship Id="rIdStyles" Type="${officeTypes}/styles" Target="styles.xml"/>` +
    `<Relationship Id="rIdSettings" Type="${officeTypes}/settings" Target="settings.xml"/>` +
    `${images.join("")}</Relationships>`
  );
}

function settings(): string {
  return (
    `${xmlDeclaration}<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:compat>` +
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>' +
    "</w:compat></w:settings>"
  );
}

function coreProperties(title: string): string {
  return (
    `${xmlDeclaration}<cp:coreProperties xmlns:cp="${packageTypes}/metadata/core-properties" ` +
    `xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeXml(title)}</dc:title></cp:coreProperties>`
  );
}
