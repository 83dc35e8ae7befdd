import { imageFormats } from "./image-format.js";

/** One conversion that an engine of this folder does. */
export interface ImageConversion {
  from: string;
  to: string;
  /** Id of the engine. */
  engine: "image" | "pdf-to-image";
  /** Name of the conversion as file names and job types have it, for example `png-to-jpg`. */
  name: string;
  category: "image" | "document";
}

/** Every pair of formats, in the one token each; `jpeg` and `tif` are other names for `jpg` and `tiff`. */
export const imageConversions: readonly ImageConversion[] = [
  ...imageFormats.flatMap((from) =>
    imageFormats
      .filter((to) => to !== from)
      .map((to): ImageConversion => ({
        from,
        to,
        engine: "image",
        name: `${from}-to-${to}`,
        category: "image",
      })),
  ),
  { from: "pdf", to: "jpg", engine: "pdf-to-image", name: "pdf-to-jpg", category: "document" },
  { from: "pdf", to: "png", engine: "pdf-to-image", name: "pdf-to-png", category: "document" },
];

/** The conversion of a pair of format tokens, or `undefined` where there is none. */
export function findImageConversion(from: string, to: string): ImageConversion | undefined {
  return imageConversions.find((conversion) => conversion.from === from && conversion.to === to);
}
