import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { castdocApi } from "@docjobs/castdoc";
import { convertFastApi } from "@docjobs/convert-fast";
import { anchorgridApi } from "@docjobs/anchorgrid";
import type { JobKind } from "@docjobs/jobs-core";
import { afterAll, describe, expect, it } from "vitest";
import { namedPath, planOutput, resultExtension } from "../../src/output/plan-output.js";

const directory = mkdtempSync(join(tmpdir(), "docjobs-plan-"));
afterAll(() => rmSync(directory, { recursive: true }));

const kind = (kinds: Readonly<Record<string, JobKind>>, name: string): JobKind => {
  const found = kinds[name];
  if (!found) throw new Error(name);
  return found;
};
const castdoc = kind(castdocApi.kinds, "convert");
const convertFast = kind(convertFastApi.kinds, "convert");
const toc = kind(anchorgridApi.kinds, "toc-parser");

describe("planOutput", () => {
  it("puts a file in a named directory under the input's name", async () => {
    const plan = await planOutput({
      kind: castdoc,
      output: directory,
      overwrite: false,
      stem: "report",
      format: "docx",
    });
    expect(plan).toEqual({ type: "named", directory, stem: "report", extension: "docx" });
  });

  it("sends data to stdout unless a place is named", async () => {
    expect(await planOutput({ kind: toc, overwrite: false, stem: "spec" })).toEqual({ type: "stdout" });
    const plan = await planOutput({ kind: toc, output: `${directory}/`, overwrite: false, stem: "spec" });
    expect(plan).toMatchObject({ stem: "spec", extension: "json" });
  });

  it("looks for an archive in the way only where pages become pictures", async () => {
    mkdirSync(join(directory, "zips"));
    writeFileSync(join(directory, "zips", "a.zip"), "");
    const wish = {
      kind: convertFast,
      output: join(directory, "zips"),
      overwrite: false,
      stem: "a",
      format: "jpg",
    };
    await expect(planOutput({ ...wish, inputFormat: "pdf" })).rejects.toThrow("a.zip exists already");
    await expect(planOutput({ ...wish, inputFormat: "png" })).resolves.toMatchObject({ extension: "jpg" });
  });

  it("needs a directory that is there", async () => {
    const wish = { kind: castdoc, overwrite: true, stem: "a", format: "docx" };
    await expect(planOutput({ ...wish, output: join(directory, "no", "a.docx") })).rejects.toThrow(
      "does not exist",
    );
    await expect(planOutput({ ...wish, output: "" })).rejects.toThrow("-o needs a path");
  });
});

describe("resultExtension", () => {
  it("is what was asked for, whatever the server calls the file", () => {
    expect(resultExtension({ name: "in.exe" }, "docx")).toBe("docx");
    expect(resultExtension({ name: "report.docx" }, "docx")).toBe("docx");
    expect(resultExtension({ name: "result.tar" }, "")).toBe("tar");
  });

  it("tells an archive of pages by its name, its type, or how many files it has", () => {
    expect(resultExtension({ name: "pages.zip" }, "jpg")).toBe("zip");
    expect(resultExtension({ contentType: "application/zip" }, "jpg")).toBe("zip");
    expect(resultExtension({ fileCount: 3 }, "jpg")).toBe("zip");
    expect(resultExtension({ contentType: "image/jpeg", fileCount: 1 }, "jpg")).toBe("jpg");
    expect(namedPath({ directory: "", stem: "a" }, "jpg")).toBe("a.jpg");
  });
});
