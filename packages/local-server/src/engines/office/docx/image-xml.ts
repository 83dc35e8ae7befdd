import type { ImageBlock } from "../layout/layout-model.js";
import { escapeXml } from "../xml.js";
import { emu } from "./twips.js";

export interface ImagePlace {
  relationId: string;
  /** Unique in the document. */
  number: number;
  widthPt: number;
  heightPt: number;
}

/** A picture that stands in the text like a big character. */
export function inlineImageXml(place: ImagePlace): string {
  return (
    `<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">${sizeXml(place)}` +
    `${graphicXml(place)}</wp:inline></w:drawing></w:r>`
  );
}

/** What a drawing says in its picture: not shown again, but found by a search. */
export function hiddenTextXml(text: string): string {
  if (text === "") return "";
  return `<w:r><w:rPr><w:vanish/></w:rPr><w:t xml:space="preserve"> ${escapeXml(text)}</w:t></w:r>`;
}

/** A picture behind the text, at its place on the page. */
export function backgroundImageXml(place: ImagePlace, image: ImageBlock, pageHeightPt: number): string {
  const across = Math.round(image.box.left * 12_700);
  const down = Math.round((pageHeightPt - image.box.top) * 12_700);
  return (
    '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" ' +
    'behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>' +
    `<wp:positionH relativeFrom="page"><wp:posOffset>${across}</wp:posOffset></wp:positionH>` +
    `<wp:positionV relativeFrom="page"><wp:posOffset>${down}</wp:posOffset></wp:positionV>` +
    sizeXml(place).replace("<wp:docPr", "<wp:wrapNone/><wp:docPr") +
    `${graphicXml(place)}</wp:anchor></w:drawing></w:r>`
  );
}

function sizeXml({ number, widthPt, heightPt }: ImagePlace): string {
  return (
    `<wp:extent cx="${emu(widthPt)}" cy="${emu(heightPt)}"/><wp:docPr id="${number}" name="Picture ${number}"/>` +
    '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
  );
}

function graphicXml({ relationId, number, widthPt, heightPt }: ImagePlace): string {
  return (
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>' +
    `<pic:nvPicPr><pic:cNvPr id="${number}" name="Picture ${number}"/><pic:cNvPicPr/></pic:nvPicPr>` +
    `<pic:blipFill><a:blip r:embed="${relationId}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>` +
    `<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${emu(widthPt)}" cy="${emu(heightPt)}"/></a:xfrm>` +
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
  );
}
