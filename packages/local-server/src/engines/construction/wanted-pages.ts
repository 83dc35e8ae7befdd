import { EngineError } from "../engine-error.js";

/**
 * The pages that the option `page_numbers` names, 1-based and each once; all pages where it is left out. Pages that the
 * document does not have are skipped.
 *
 * @throws EngineError `unsupported` for an option that is no list of whole numbers.
 */
export function wantedPages(option: unknown, pageCount: number): number[] {
  if (option === undefined || option === null)
    return Array.from({ length: pageCount }, (_, index) => index + 1);
  if (!Array.isArray(option) || !option.every((page) => Number.isInteger(page))) {
    throw new EngineError(
      "unsupported",
      "page_numbers is not a list of whole numbers. Give pages such as [1, 3].",
    );
  }
  return [...new Set(option as number[])].filter((page) => page >= 1 && page <= pageCount);
}
