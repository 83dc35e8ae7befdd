import type { GreyImage } from "./grey-image.js";

/** The picture as binary PGM: no time is spent on compression on the way to the recogniser. */
export function encodePgm(image: GreyImage): Buffer {
  const header = Buffer.from(`P5\n${image.width} ${image.height}\n255\n`, "latin1");
  return Buffer.concat([header, image.data]);
}
