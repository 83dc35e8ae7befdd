import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { EngineError } from "../engine-error.js";

/** A language that this machine can read. */
export interface OcrLanguage {
  /** ISO 639-2 code as Tesseract and the API have it. */
  code: string;
  name: string;
}

/** The languages whose data are installed. */
export const ocrLanguages: readonly OcrLanguage[] = [{ code: "eng", name: "English" }];

/** The folder that holds `<code>.traineddata.gz`. Throws `EngineError` `unsupported` for a language that is not there. */
export function languageFolder(code: string): string {
  if (!ocrLanguages.some((language) => language.code === code)) {
    const known = ocrLanguages.map((language) => `${language.code} (${language.name})`).join(", ");
    throw new EngineError(
      "unsupported",
      `Language ${JSON.stringify(code)} is not available here. Available: ${known}.`,
    );
  }
  const packageFile = createRequire(import.meta.url).resolve(`@tesseract.js-data/${code}/package.json`);
  const folder = path.join(path.dirname(packageFile), "4.0.0_best_int");
  // The library waits for ever where this file is missing.
  if (!existsSync(path.join(folder, `${code}.traineddata.gz`))) {
    throw new EngineError(
      "internal",
      `The data of language ${code} are missing in ${folder}. Install the package again.`,
    );
  }
  return folder;
}

/** The language to read with: the first of the list, as the API documents; English where there is none. */
export function chosenLanguage(languages: unknown): string {
  if (languages === undefined) return "eng";
  const first: unknown = Array.isArray(languages) ? languages[0] : languages;
  if (first === undefined) return "eng";
  if (typeof first !== "string")
    throw new EngineError("unsupported", "languages must be a list of language codes.");
  return first;
}
