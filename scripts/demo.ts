/**
 * `pnpm demo`: real documents through all four APIs, with the CLI and its embedded server. No key, no network. Leaves
 * the results in demo-output/ and prints one table.
 */
import { mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { buildPackages } from "./run/build-packages.js";
import { runDocjobs, type RunReport } from "./demo/run-docjobs.js";
import { formatTable } from "./demo/format-table.js";
import { workspaceRoot } from "./run/workspace-root.js";

const samples = join(workspaceRoot, "packages/local-server/samples");
const output = join(workspaceRoot, "demo-output");
const rows: string[][] = [["API", "input", "output", "state", "seconds", "bytes"]];

if ((await buildPackages("@docjobs/cli...")) !== 0) process.exit(1);
for (const folder of ["castdoc", "renderocr", "convert-fast", "anchorgrid"]) {
  rmSync(join(output, folder), { recursive: true, force: true });
  mkdirSync(join(output, folder), { recursive: true });
}

await convert("castdoc", "report.pdf", "docx", "castdoc/report.docx");
await convert("renderocr", "report-1.png", "docx", "renderocr/report-1.docx");
await convert("convert-fast", "report-1.png", "jpg", "convert-fast/report-1.jpg");
await convert("convert-fast", "report.pdf", "jpg", "convert-fast/report-pages.zip");
const toc = await extract("anchorgrid:toc-parser", sample("spec-leader.pdf"), "anchorgrid/toc.json");
const codes = sectionCodes(join(output, "anchorgrid/toc.json")).slice(0, 2);
await extract("anchorgrid:content-extractor", toc.jobId, "anchorgrid/sections.json", [
  "--set",
  `section_codes=${codes.join(",")}`,
]);
await extract("anchorgrid:door-detector", sample("plan1.pdf"), "anchorgrid/doors.json");

console.log(`\n${formatTable(rows)}`);

async function convert(provider: string, name: string, format: string, to: string): Promise<void> {
  process.stderr.write(`${provider}: ${name} to ${format} …\n`);
  add(provider, name, to, await runDocjobs([provider, sample(name), "--to", format, "-o", join(output, to)]));
}

async function extract(target: string, input: string, to: string, more: string[] = []): Promise<RunReport> {
  process.stderr.write(`${target}: ${basename(input)} …\n`);
  const report = await runDocjobs([target, input, ...more, "-o", join(output, to)]);
  add(
    target,
    relative(samples, input).startsWith("..") ? "the job before" : relative(samples, input),
    to,
    report,
  );
  return report;
}

function add(target: string, input: string, to: string, report: RunReport): void {
  const bytes = statSync(join(output, to)).size;
  rows.push([target, input, `demo-output/${to}`, report.state, report.seconds.toFixed(1), String(bytes)]);
}

function sample(name: string): string {
  return join(samples, name);
}

function sectionCodes(path: string): string[] {
  const toc = JSON.parse(readFileSync(path, "utf8")) as {
    divisions: { sections: { section_code: string }[] }[];
  };
  return toc.divisions.flatMap(({ sections }) => sections.map(({ section_code }) => section_code));
}
