import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { expect, it } from "vitest";
import { convertPicture } from "../examples/convert-a-picture.js";
import { sample } from "./support/running-server.js";

it("converts a picture as the README shows", async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), "docjobs-example-"));
  try {
    const blob = await convertPicture(await sample("report-1.png"), "jpg", dataDirectory);
    expect(blob.type).toBe("image/jpeg");
    expect(await sharp(Buffer.from(await blob.arrayBuffer())).metadata()).toMatchObject({ width: 1654 });
  } finally {
    await rm(dataDirectory, { recursive: true, force: true });
  }
});
