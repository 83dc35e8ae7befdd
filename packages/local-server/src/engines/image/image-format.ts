/** The picture formats that convert into each other, by their one token. */
export const imageFormats = ["png", "jpg", "webp", "tiff", "gif", "avif", "bmp"] as const;

export type ImageFormat = (typeof imageFormats)[number];

/** The one token of a format that goes by several names, or the name itself in lower case. */
export function canonicalFormat(name: string): string {
  const lower = name.toLowerCase().replace(/^\./, "");
  if (lower === "jpeg") return "jpg";
  if (lower === "tif") return "tiff";
  return lower;
}

export function isImageFormat(format: string): format is ImageFormat {
  return (imageFormats as readonly string[]).includes(format);
}

export const imageContentTypes: Readonly<Record<ImageFormat, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  webp: "image/webp",
  tiff: "image/tiff",
  gif: "image/gif",
  avif: "image/avif",
  bmp: "image/bmp",
};
