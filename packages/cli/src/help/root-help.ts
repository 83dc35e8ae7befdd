import { commandDocs } from "./command-docs.js";

/** What `docjobs` and `docjobs --help` print. */
export function rootHelp(topicBriefs: Readonly<Record<string, string>>): string {
  return `docjobs: submit, follow and download document jobs

USAGE
  docjobs run <provider>[:<kind>] <input> [--to format] [-o path] [--local]
  docjobs <command> --help

COMMANDS
${rows(Object.fromEntries(Object.entries(commandDocs).map(([name, docs]) => [name, docs.brief])))}

TOPICS (docjobs help <topic>)
${rows(topicBriefs)}

EXAMPLES
  docjobs run castdoc report.pdf --to docx --local      convert here: no key, no network
  docjobs run renderocr scan.png --to docx              read a scan, with DOCJOBS_RENDEROCR_API_KEY set
  docjobs run convert-fast photo.png --to jpg -o - > photo.jpg
  docjobs run anchorgrid:toc-parser spec.pdf -o toc.json
  docjobs providers                                     what there is
`;
}

function rows(entries: Readonly<Record<string, string>>): string {
  const width = Math.max(...Object.keys(entries).map((name) => name.length));
  return Object.entries(entries)
    .map(([name, text]) => `  ${name.padEnd(width)}  ${text}`)
    .join("\n");
}
