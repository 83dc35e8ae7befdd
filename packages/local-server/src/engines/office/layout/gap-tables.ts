import type { TextWord } from "../../pdf/text-words.js";
import type { TableBlock } from "./layout-model.js";
import type { PageText } from "./paragraphs.js";

/** Text in order, with the tables that were found in it by their gaps. */
export type GapPart = { kind: "text"; words: TextWord[] } | { kind: "table"; block: TableBlock };

export function gapTables(words: TextWord[], _page: PageText): GapPart[] {
  return [{ kind: "text", words }];
}
