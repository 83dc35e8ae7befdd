import sharp from "sharp";
import type { GreyImage } from "./grey-image.js";
import { preparePage } from "./prepare-page.js";
import { type OcrPage, recognisePage } from "./recognise-page.js";

/** Reads a page; one that makes little sense as it lies is tried turned by quarters, and the best reading is kept. */
export async function readUpright(
  source: GreyImage,
  reading: { language: string; signal: AbortSignal },
): Promise<OcrPage> {
  const asItLies = await recognisePage(await preparePage(source), reading);
  const sense = senseOf(asItLies);
  if (sense.characters < fewestCharacters || sense.clear > sense.characters * 0.5) return asItLies;
  let best = { page: asItLies, clear: sense.clear };
  for (const degrees of [90, 270, 180]) {
    const page = await recognisePage(await preparePage(await turn(source, degrees)), reading);
    const { characters, clear } = senseOf(page);
    if (clear > best.clear * 1.5) best = { page, clear };
    if (clear > characters * 0.8) break;
  }
  return best.page;
}

const fewestCharacters = 20;

/**
 * How many characters were read, and how many of them in words that are clear and lie level: the recogniser reads
 * text that runs up or down as well, but not the tables and columns that it makes.
 */
function senseOf(page: OcrPage): { characters: number; clear: number } {
  const lines = [
    ...page.blocks.flat(),
    ...page.loose,
    ...page.tables.flatMap((table) => table.cellLines.flat()),
  ];
  let characters = 0;
  let clear = 0;
  for (const { text, confidence, box } of lines.flatMap((line) => line.words)) {
    const isUpended = text.length > 3 && box.y1 - box.y0 > box.x1 - box.x0;
    characters += text.length;
    if (confidence >= 75 && !isUpended) clear += text.length;
  }
  return { characters, clear };
}

async function turn({ width, height, data, dpi }: GreyImage, degrees: number): Promise<GreyImage> {
  const { data: turned, info } = await sharp(data, { raw: { width, height, channels: 1 } })
    .rotate(degrees)
    .toColourspace("b-w")
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: turned, dpi };
}
