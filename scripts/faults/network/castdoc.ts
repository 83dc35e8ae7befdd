import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FaultContext } from "../fault-row.js";
import { type CliOptions, type CliRun, runCli } from "../support/run-cli.js";
import { type RoutedServer, startRoutedServer } from "../support/routed-server.js";
import { walkFiles } from "../support/walk-files.js";

/** A server that speaks CastDoc, for what the command line says and how it exits. */
export interface Castdoc {
  /** Routes: those of CastDoc that a run needs, `GET /files/*` + `/content` included. */
  readonly server: RoutedServer;
  /** The jobs that were made. */
  readonly jobs: string[];
  /** A job as the API shows it; without more, it is done. */
  show(more?: object): object;
  run(words: readonly string[], options?: CliOptions): Promise<CliRun>;
  /** `docjobs run castdoc report.pdf --to docx`, and more words. */
  convert(...more: string[]): Promise<CliRun>;
  /** The current directory. */
  readonly folder: string;
  /** What is in the current directory beside the input. */
  saved(): Record<string, string>;
}

export const CASTDOC_KEY = "sesame-opens-castdoc";
export const CASTDOC_JOB = "5d41402abc4b2a76b9719d911017c592";
const RESULT = "PK\u0003\u0004 the result PK\u0005\u0006";

export async function openCastdoc(context: FaultContext): Promise<Castdoc> {
  const jobs: string[] = [];
  const show = (more: object = {}): object => ({
    job_id: CASTDOC_JOB,
    file_id: "f".repeat(32),
    engine: "ki/cast",
    status: "completed",
    progress: 100,
    output_file_id: "e".repeat(32),
    created_at: new Date().toISOString(),
    expires_at: "2099-01-01T00:00:00Z",
    ...more,
  });
  const server = await startRoutedServer(context, {
    "GET /castdoc/engines": (_, wire) =>
      wire.answer(200, { data: [{ id: "ki/cast", supported_conversions: [{ from: "pdf", to: "docx" }] }] }),
    "POST /files": (_, wire) =>
      wire.answer(201, { file_id: "f".repeat(32), filename: "report.pdf", size: 1 }),
    "POST /castdoc/jobs": (_, wire) => {
      jobs.push(CASTDOC_JOB);
      wire.answer(202, show({ status: "queued", progress: 0, output_file_id: null }));
    },
    "GET /castdoc/jobs": (_, wire) => wire.answer(200, { data: [] }),
    "GET /castdoc/jobs/*": (_, wire) => wire.answer(200, show()),
    "GET /files/*/content": (_, wire) => wire.answer(200, RESULT, { "Content-Type": "application/zip" }),
  });
  const work = join(context.folder, "work");
  mkdirSync(work);
  writeFileSync(join(work, "report.pdf"), smallPdf());
  const env = { DOCJOBS_CASTDOC_BASE_URL: server.url, DOCJOBS_CASTDOC_API_KEY: CASTDOC_KEY };
  const run: Castdoc["run"] = (words, options = {}) =>
    runCli(context, words, { ...options, env: { ...env, ...options.env } });
  return {
    server,
    jobs,
    show,
    run,
    folder: work,
    convert: (...more) => run(["run", "castdoc", "report.pdf", "--to", "docx", ...more]),
    saved: () => {
      const { "report.pdf": _, ...others } = walkFiles(work);
      return others;
    },
  };
}

/** One empty page. */
function smallPdf(): string {
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
  ];
  let text = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const table = `xref\n0 4\n0000000000 65535 f \n${offsets.join("")}trailer\n<< /Root 1 0 R /Size 4 >>\n`;
  return `${text}${table}startxref\n${text.length}\n%%EOF\n`;
}
