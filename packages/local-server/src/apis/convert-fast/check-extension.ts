import { canonicalFormat } from "../../engines/image/image-format.js";
import type { Conversion } from "./conversions.js";
import { convertFastError } from "./convert-fast-errors.js";

/** Extensions that say what a file is. Others, such as `.bin` or `.v2`, say nothing that could be wrong. */
const telling: ReadonlySet<string> = new Set(
  [
    "png jpg jpeg webp tif tiff gif avif bmp heic heif ico svg psd jxl",
    "pdf doc docx xls xlsx ppt pptx odt ods odp rtf txt csv html md",
    "mp3 wav flac aac ogg m4a mp4 mov mkv avi webm",
    "zip 7z rar tar gz epub mobi azw3 ttf otf woff woff2",
  ].flatMap((line) => line.split(" ")),
);

/**
 * The content decides how a file is converted, but its name must not claim something that the converter does not read: a
 * picture may be named as another kind of picture, not as a PDF.
 *
 * @throws ApiError `request.invalid_extension`.
 */
export function checkExtension(name: string, { engine, job }: Conversion): void {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  if (extension === undefined || !telling.has(extension)) return;
  if (engine.conversions.some(({ from }) => from === canonicalFormat(extension))) return;
  throw convertFastError(
    400,
    "request.invalid_extension",
    `File extension '.${extension}' is not accepted by ${job}. Rename the file to what it is.`,
  );
}
