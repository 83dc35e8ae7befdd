/** What a toc-parser job answers. */
export interface TocResult {
  divisions: TocDivision[];
}

export interface TocDivision {
  /** Two digits. */
  division_code: string;
  division_title: string;
  sections: TocSection[];
}

export interface TocSection {
  /** Six digits: of a longer number such as `05 50 13.13` the first six, of a five-digit one all and a zero. */
  section_code: string;
  section_title: string;
  /** Assumption, not in the API's documentation: the number as the manual writes it. */
  section_number: string;
}
