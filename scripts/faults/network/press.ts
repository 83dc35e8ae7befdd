import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ClientOptions, FileResult, JobsClient, KindClient, ListClient } from "@docjobs/jobs-core";
import type { SaveOptions, SavedFile } from "@docjobs/jobs-core/node";
import type { FaultContext } from "../fault-row.js";
import { installClient, installJobsCore, type Variant } from "../support/install-clients.js";
import { type RawServer, startRawServer, type WireRequest } from "../support/raw-server.js";
import { type RoutedServer, startRoutedServer } from "../support/routed-server.js";
import { walkFiles } from "../support/walk-files.js";
import { serveObject } from "./serve-object.js";

/** What the generated client types of the invented API say; the package is made when the run begins. */
export interface PrintKind {
  input: { file?: Blob | string; format: string };
  job: { id: string; status: string };
  result: FileResult;
  can: "cancel" | "progress";
}
export type PressClient = JobsClient<{ print: PrintKind }> &
  ListClient<{ print: PrintKind }> &
  KindClient<PrintKind>;

export interface PressJob {
  id: string;
  file: string;
  key: string | undefined;
}

/** The invented API, its storage, a foreign host, and clients of the API. */
export interface Press {
  readonly context: FaultContext;
  /** Routes: `POST /files`, `POST /jobs`, `GET /jobs`, `GET /jobs/*`, `DELETE /jobs/*`. */
  readonly api: RoutedServer;
  /** Route: `GET /prints/*`. */
  readonly storage: RoutedServer;
  /** A host that nobody has a reason to trust. It serves the print at any path. */
  readonly evil: RawServer;
  /** The jobs that were made: the bill. */
  readonly jobs: readonly PressJob[];
  /** Makes the job that a submit asks for; the one that is there where it repeats a key. */
  createJob(request: Pick<WireRequest, "headers" | "body">): PressJob;
  /** A job as the API shows it; without more, it is done. */
  show(id: string, more?: object): object;
  /** Changes what the job says of its print. */
  output: object;
  /** The print's bytes. */
  bytes: Buffer;
  client(options?: ClientOptions & { variant?: Variant }): Promise<PressClient>;
  /** Submits the document, waits, saves to `path`. */
  print(client: PressClient): Promise<SavedFile>;
  /** Where `print` saves. */
  readonly path: string;
  saveTo(done: Parameters<SaveTo>[0], path?: string, options?: SaveOptions): Promise<SavedFile>;
  /** Everything in the folder of `path`. */
  saved(): Record<string, string>;
}

type SaveTo = (typeof import("@docjobs/jobs-core/node"))["saveTo"];

export const KEY = "sesame-opens-the-press";
export const DOCUMENT = "%PDF-1.7 the private document %%EOF";
export const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** Opens all of it; what must hold in every row is checked by `checkAlways`. */
export async function openPress(context: FaultContext): Promise<Press> {
  const folder = await installJobsCore();
  const core = (await import(
    pathToFileURL(join(folder, "node_modules/@docjobs/jobs-core/dist/node.js")).href
  )) as { saveTo: SaveTo };
  const jobs: PressJob[] = [];
  let shown = 0;

  const api: RoutedServer = await startRoutedServer(context, {
    "POST /files": (_, wire) => wire.answer(201, { id: "f1" }),
    "POST /jobs": (request, wire) => wire.answer(202, press.show(press.createJob(request).id, queued)),
    "GET /jobs": (_, wire) =>
      wire.answer(200, { jobs: jobs.map(({ id }) => press.show(id, queued)).reverse() }),
    "GET /jobs/*": ({ path }, wire) => {
      const id = path.slice("/jobs/".length);
      if (jobs.some((job) => job.id === id)) wire.answer(200, press.show(id));
      else wire.answer(404, { code: "not_found" });
    },
    "DELETE /jobs/*": (_, wire) => wire.answer(204),
  });
  const storage = await startRoutedServer(context, {
    "GET /prints/*": (request, wire) => serveObject(request, wire, { bytes: press.bytes, etag: '"v1"' }),
  });
  const evil = await startRawServer(context, (_, wire) =>
    wire.answer(200, press.bytes, { "Content-Type": DOCX }),
  );

  const press: Press = {
    context,
    api,
    storage,
    evil,
    jobs,
    bytes: document(),
    output: {},
    createJob({ headers, body }) {
      const { file, reference } = JSON.parse(body.toString()) as { file: string; reference?: string };
      const key = headers["idempotency-key"] ?? reference;
      const known = jobs.find((job) => key !== undefined && job.key === key);
      const job = known ?? { id: `j${jobs.length + 1}`, file, key };
      if (!known) jobs.push(job);
      return job;
    },
    show(id, more = {}) {
      // Each look signs the link anew.
      const url = `${storage.url}/prints/${id}?signature=${++shown}`;
      const { bytes } = press;
      const output = { url, name: "report.docx", size: bytes.length, sha256: sha256(bytes), ...press.output };
      const created_at = new Date().toISOString();
      return { id, file: "f1", status: "done", percent: 100, created_at, output, ...more };
    },
    async client({ variant = "header", ...options } = {}) {
      const module = (await import(pathToFileURL(await installClient(variant)).href)) as {
        letterpress: (options: ClientOptions) => PressClient;
      };
      return module.letterpress({ apiKey: KEY, baseUrl: api.url, random: () => 0.02, ...options });
    },
    async print(client) {
      const job = await client.submit({ file: inputFile(), format: "docx" });
      return press.saveTo(await job.wait({ timeoutMs: 20_000 }));
    },
    path: join(context.folder, "out", "report.docx"),
    saveTo: (done, path = press.path, options = {}) => core.saveTo(done, path, options),
    saved: () => walkFiles(join(context.folder, "out")),
  };
  mkdirSync(join(context.folder, "out"));
  return press;
}

const queued = { status: "queued", percent: 0, output: null };

/** What must hold however a row ends: one job at most, the key at the API only, the document too. */
export function checkAlways({ jobs, storage, evil }: Press): void {
  assert.ok(jobs.length <= 1, `${jobs.length} jobs were made`);
  for (const { target, headers, body } of [...storage.requests, ...evil.requests]) {
    const sent = `${target} ${JSON.stringify(headers)} ${body.toString("latin1")}`;
    assert.ok(!sent.includes(KEY), `the key went to a foreign host: ${sent.slice(0, 200)}`);
    assert.ok(!sent.includes("private document"), "the document went to a foreign host");
    assert.ok(!("idempotency-key" in headers), "the idempotency key went to a foreign host");
  }
}

/** The one file that should be there, whole. */
export function checkSaved({ path, bytes, saved }: Press): void {
  assert.deepEqual(Object.keys(saved()), ["report.docx"], "files in the target folder");
  assert.ok(readFileSync(path).equals(bytes), "the saved bytes are not the print's");
}

export function inputFile(): File {
  return new File([DOCUMENT], "report.pdf", { type: "application/pdf" });
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A stored ZIP archive of one entry, as far as its ends show: large enough to be cut into pieces. */
function document(): Buffer {
  const bytes = Buffer.alloc(200_000);
  for (let index = 0; index < bytes.length; index++) bytes[index] = (index * 7919 + (index >> 8)) % 251;
  bytes.write("PK\u0003\u0004", 0, "latin1");
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", 0, "latin1");
  end.copy(bytes, bytes.length - end.length);
  return bytes;
}
