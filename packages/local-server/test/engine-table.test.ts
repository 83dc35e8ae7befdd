import { expect, it } from "vitest";
import { engineLoaders } from "../src/engine-loaders.js";
import { engineTable } from "../src/engine-table.js";
import { ocrLanguages } from "../src/engines/ocr/ocr-languages.js";

it("offers only engines that there are", async () => {
  for (const { id } of engineTable) {
    const engine = await engineLoaders[id]?.();
    expect(engine?.id).toBe(id);
  }
});

it("offers no conversion twice within one API and kind", () => {
  const offers = engineTable.flatMap(({ api, kind, conversions }) =>
    conversions.map(({ from, to }) => `${api} ${kind} ${from} ${to}`),
  );
  expect(new Set(offers).size).toBe(offers.length);
});

it("offers exactly the languages that can be read", () => {
  const offered = engineTable.find(({ id }) => id === "ki/ocr")?.languages;
  expect(offered).toEqual(ocrLanguages.map(({ code, name }) => ({ code, displayName: name })));
});
