/** What a content-extractor job answers. */
export interface ContentResult {
  /** The toc-parser job that the section codes come from. */
  source_job_id: string;
  sections: SectionContent[];
}

/**
 * One section of the manual. The API's documentation leaves the names of these fields open; apart from the code and the
 * title they are assumptions.
 */
export interface SectionContent {
  /** Six digits. */
  section_code: string;
  /** As the manual writes it, for example `05 50 13.13`; empty where the section is not in the manual. */
  section_number: string;
  section_title: string;
  /** The full text, a line of text for each printed line; empty where the section is not in the manual. */
  text: string;
  /** 1-based; null where the section is not in the manual. */
  page_start: number | null;
  page_end: number | null;
  parts: SectionPart[];
  /** The paragraphs of the articles about submittals. */
  submittals: string[];
}

export interface SectionPart {
  part_number: number;
  part_title: string;
  articles: SectionArticle[];
}

export interface SectionArticle {
  article_number: string;
  article_title: string;
  text: string;
}
