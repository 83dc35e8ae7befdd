import type { SectionArticle, SectionPart } from "./content-result.js";

const partHeading = /^PART\s+([1-9]|I{1,3}|IV|V|ONE|TWO|THREE)\b\s*[-–—:.]*\s*(.*)$/i;
const articleHeading = /^([1-9]\.\d{1,2})\.?\s+(\S.*)$/;
const sectionEnd = /^[-–—*\s]*END\s+OF\s+(?:SECTION|DOCUMENT)\b/i;
const partNumbers: Record<string, number> = { I: 1, II: 2, III: 3, IV: 4, V: 5, ONE: 1, TWO: 2, THREE: 3 };

/** Takes a section apart by the headings of the three-part format; other sections have no parts. */
export function sectionParts(lines: string[]): SectionPart[] {
  const parts: SectionPart[] = [];
  let article: SectionArticle | undefined;
  for (const line of lines) {
    if (sectionEnd.test(line)) break;
    const part = partHeading.exec(line);
    if (part) {
      const number = part[1]?.toUpperCase() ?? "";
      parts.push({
        part_number: partNumbers[number] ?? Number(number),
        part_title: part[2] ?? "",
        articles: [],
      });
      article = undefined;
      continue;
    }
    const current = parts.at(-1);
    const heading = articleHeading.exec(line);
    if (current && heading && isArticle(heading, current)) {
      article = { article_number: heading[1] ?? "", article_title: heading[2] ?? "", text: "" };
      current.articles.push(article);
    } else if (article) {
      article.text += article.text === "" ? line : `\n${line}`;
    }
  }
  return parts;
}

/** Measures such as `2.5 inches` begin a line too. */
function isArticle([, number = "", title = ""]: RegExpExecArray, part: SectionPart): boolean {
  return number.startsWith(`${part.part_number}.`) && /^[A-Z]/.test(title) && !/[.;,]$/.test(title);
}

/** The lettered paragraphs of the articles about submittals, each with what belongs to it. */
export function submittalParagraphs(parts: SectionPart[]): string[] {
  const articles = parts
    .flatMap((part) => part.articles)
    .filter((article) => /submittal/i.test(article.article_title));
  const paragraphs: string[] = [];
  for (const line of articles.flatMap((article) => article.text.split("\n"))) {
    const last = paragraphs.at(-1);
    if (last === undefined || /^[A-Z]\.\s/.test(line)) paragraphs.push(line);
    else paragraphs[paragraphs.length - 1] = `${last} ${line}`;
  }
  return paragraphs.filter((paragraph) => paragraph !== "");
}
