import { closest } from "../closest.js";

/** True for a format token that is in wide use. */
export function isCommonFormat(token: string): boolean {
  return COMMON.includes(token.toLowerCase());
}

/** The common format that a token is a slip of; `undefined` for a common one and for one of its own kind. */
export function commonFormatMeant(token: string): string | undefined {
  if (isCommonFormat(token) || token.length < 3 || token.includes("-")) return undefined;
  const near = closest(token, COMMON);
  return near !== undefined && Math.abs(near.length - token.length) <= 1 && sharesLetters(near, token)
    ? near
    : undefined;
}

/** A swap or one letter more, less or other: most letters stay. */
function sharesLetters(a: string, b: string): boolean {
  const letters = [...a];
  const shared = [...b.toLowerCase()].filter((letter) => {
    const index = letters.indexOf(letter);
    if (index >= 0) letters.splice(index, 1);
    return index >= 0;
  });
  return shared.length >= Math.max(a.length, b.length) - 1;
}

const COMMON: readonly string[] = (
  "jpg jpeg png webp tiff tif gif avif bmp ico svg heic heif jxl jp2 psd eps raw dng cr2 nef arw tga ppm pgm pbm " +
  "pdf docx doc xlsx xls pptx ppt odt ods odp rtf txt text html htm md markdown csv tsv json xml yaml yml tex rst latex " +
  "epub mobi azw3 azw fb2 lit pdb cbz cbr djvu " +
  "mp3 wav ogg oga opus flac m4a aac aiff aif wma amr ac3 mp2 mka " +
  "mp4 mov avi mkv webm mpg mpeg m4v wmv flv 3gp ogv ts vob gifv " +
  "zip tar gz tgz 7z rar bz2 xz zst iso cab lz4 " +
  "ttf otf woff woff2 eot svgz"
).split(" ");
