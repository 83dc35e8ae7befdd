import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { FaultContext } from "../../fault-row.js";
import type { Wire, WireRequest } from "../../support/raw-server.js";
import { type RoutedServer, startRoutedServer } from "../../support/routed-server.js";

/** A server that remembers: what was uploaded, which jobs were made of it. Speaks CastDoc and the invented API. */
export interface Books {
  readonly server: RoutedServer;
  /** The jobs of each document, by the text that marks it. */
  jobsOf(mark: string): number;
  readonly jobs: readonly { id: string; file: string }[];
  /** The mark of an uploaded document. */
  markOf(file: string): string;
  /** A document's result. */
  resultOf(mark: string): Buffer;
}

const RESULT_BYTES = 200_000;

/** Documents are marked `mark-<word>-` in their text. */
export async function openBooks(context: FaultContext): Promise<Books> {
  const marks = new Map<string, string>();
  const jobs: { id: string; file: string; key: string | undefined; at: string }[] = [];

  const upload = (request: WireRequest, wire: Wire): void => {
    const mark = /mark-(\w+)-/.exec(request.body.toString("latin1"))?.[1] ?? "none";
    const id = createHash("md5").update(`${marks.size}`).digest("hex");
    marks.set(id, mark);
    wire.answer(201, { id, file_id: id, filename: "report.pdf", size: 1 });
  };
  const submit = (request: WireRequest, wire: Wire): void => {
    const { file, file_id = file } = JSON.parse(request.body.toString()) as Record<string, string>;
    const key = request.headers["idempotency-key"];
    let job = jobs.find((each) => key !== undefined && each.key === key);
    if (!job) {
      const id = createHash("md5").update(`job ${jobs.length}`).digest("hex");
      job = { id, file: file_id ?? "", key, at: new Date().toISOString() };
      jobs.push(job);
    }
    const made = job;
    // The answer takes its time, so that a kill may come between the job and the answer.
    void delay(15).then(() => wire.answer(202, show(made)));
  };
  const show = (job: (typeof jobs)[number]): object => ({
    id: job.id,
    job_id: job.id,
    file: job.file,
    file_id: job.file,
    engine: "ki/cast",
    status: "done",
    progress: 100,
    created_at: job.at,
    output_file_id: job.file,
    output: { url: `${server.url}/prints/${job.file}`, name: "report.docx", size: RESULT_BYTES },
  });
  // The account has a history: a list that shows it is not cut off before what is new.
  const old = { id: "old", file: "old", key: undefined, at: new Date(Date.now() - 86_400_000).toISOString() };
  const castdoc = (job: (typeof jobs)[number]): object => ({ ...show(job), status: "completed" });
  const jobAt = (path: string): (typeof jobs)[number] | undefined =>
    jobs.find(({ id }) => id === path.split("/").at(-1));
  const look =
    (view: (job: (typeof jobs)[number]) => object) =>
    ({ path }: WireRequest, wire: Wire): void => {
      const job = jobAt(path);
      if (job) wire.answer(200, view(job));
      else wire.answer(404, { code: "not_found" });
    };
  const content = async (file: string, { headers }: WireRequest, wire: Wire): Promise<void> => {
    const bytes = resultOf(marks.get(file) ?? "none");
    const etag = `"${file}"`;
    const from =
      headers["if-range"] === etag ? Number(/^bytes=(\d+)-$/.exec(headers["range"] ?? "")?.[1] ?? 0) : 0;
    const rest = bytes.subarray(from);
    const range = from > 0 ? `Content-Range: bytes ${from}-${bytes.length - 1}/${bytes.length}\r\n` : "";
    await wire.send(
      `HTTP/1.1 ${from > 0 ? 206 : 200} OK\r\nContent-Type: application/zip\r\nETag: ${etag}\r\n${range}Content-Length: ${rest.length}\r\n\r\n`,
    );
    for (let at = 0; at < rest.length; at += 50_000) {
      await wire.send(rest.subarray(at, at + 50_000));
      await delay(10);
    }
  };

  const server: RoutedServer = await startRoutedServer(context, {
    "GET /castdoc/engines": (_, wire) =>
      wire.answer(200, { data: [{ id: "ki/cast", supported_conversions: [{ from: "pdf", to: "docx" }] }] }),
    "POST /files": upload,
    "POST /castdoc/jobs": submit,
    "GET /castdoc/jobs": (_, wire) => wire.answer(200, { data: [old, ...jobs].map(castdoc).reverse() }),
    "GET /castdoc/jobs/*": look(castdoc),
    "GET /files/*/content": (request, wire) => content(request.path.split("/")[2] ?? "", request, wire),
    "POST /jobs": submit,
    "GET /jobs": (_, wire) => wire.answer(200, { jobs: [old, ...jobs].map(show).reverse() }),
    "GET /jobs/*": look(show),
    "GET /prints/*": (request, wire) => content(request.path.split("/")[2] ?? "", request, wire),
  });
  return {
    server,
    jobs,
    jobsOf: (mark) => jobs.filter(({ file }) => marks.get(file) === mark).length,
    markOf: (file) => marks.get(file) ?? "none",
    resultOf,
  };
}

function resultOf(mark: string): Buffer {
  const bytes = Buffer.alloc(RESULT_BYTES);
  for (let index = 0; index < bytes.length; index++) bytes[index] = (index * 7919 + mark.length) % 251;
  bytes.write(`PK\u0003\u0004 ${mark} `, 0, "latin1");
  bytes.write("PK\u0005\u0006", bytes.length - 22, "latin1");
  return bytes;
}
