import { rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import writeXlsxFile from "write-excel-file/node";
import type { OfficeDocument, OfficeWriter } from "../office-writer.js";
import { toSheets } from "./sheets.js";

/** Writes an Excel workbook. Pictures are left out: a sheet holds data. */
export function xlsxWriter(path: string): OfficeWriter {
  return {
    addPicture: undefined,
    async finish({ pages }: OfficeDocument): Promise<void> {
      await writeFile(
        path,
        await writeXlsxFile(toSheets(pages), { fontFamily: "Calibri", fontSize: 11 }).toBuffer(),
      );
    },
    discard: () => rmSync(path, { force: true }),
  };
}
