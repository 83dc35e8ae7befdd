import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, parse, resolve } from "node:path";
import type { FileResult, SucceededJob } from "@docjobs/jobs-core";
import { saveTo } from "@docjobs/jobs-core/node";
import type { CliContext, Note } from "../context.js";
import { usageError } from "../errors/usage-error.js";
import { extensionOf } from "../input/format-names.js";
import { namedPath, resultExtension, type OutputPlan } from "../output/plan-output.js";
import { jsonText } from "../output/json-text.js";
import { copyToStdout, writeStdout } from "../output/stdout.js";
import { writeNewFile } from "../output/write-new-file.js";
import type { KeptRecord } from "./job-records.js";
import { printable } from "../terminal/printable.js";

type Downloadable = Parameters<typeof saveTo>[0];

/** What became of a result. */
export interface Delivery {
  /** Null where it went to stdout, or into the JSON that is printed. */
  output: string | null;
  sizeBytes: number | null;
  sha256: string | null;
  contentType: string | null;
  /** Only where the result is data. */
  result?: unknown;
}

export interface DeliveryOptions {
  plan: OutputPlan;
  overwrite: boolean;
  note: Note;
  /** Remembers what has arrived when the download breaks off. */
  record?: KeptRecord | undefined;
}

/** Brings a result where the plan says. A result for stdout is checked as a whole before its first byte goes out. */
export async function deliverResult(
  context: CliContext,
  done: SucceededJob,
  { plan, overwrite, note, record }: DeliveryOptions,
): Promise<Delivery> {
  const { download } = done;
  if (download === undefined) return deliverData(context, done.result, { plan, overwrite, record });
  const files = [done.result].flat() as FileResult[];
  const at = (index: number): Downloadable => ({
    download: (options) => download.call(done, { ...options, file: index }),
  });
  const source = at(0);
  const file = files[0] ?? {};
  const contentType = file.contentType ?? null;
  if (files.length > 1 && plan.type === "stdout") {
    throw usageError(
      `The job has ${files.length} result files, and stdout takes one.`,
      "Give -o a path: the others are saved beside it with numbers.",
    );
  }
  if (plan.type === "stdout") {
    const saved = await throughTemporaryFile(context, source);
    return { output: null, sizeBytes: saved.sizeBytes, sha256: saved.sha256, contentType };
  }
  const path = plan.type === "path" ? plan.path : namedPath(plan, resultExtension(file, plan.extension));
  if (plan.type === "path") noteOtherKind(path, file, note);
  const saving = saveTo(source, path, {
    overwrite,
    signal: context.interruption.signal,
    ...(record && {
      part: record.value.part,
      onPart: (part) => record.update({ part }),
      beforePublish: (saved) => record.update({ saved }),
    }),
  });
  // After a signal the program ends when it is clear what is left of the file.
  context.cleanups.push(() => saving.then(nothing, nothing));
  const saved = await saving;
  for (const [index, other] of files.slice(1).entries()) {
    const beside = numberedPath(
      path,
      index + 2,
      extensionOf(other.name ?? "") || resultExtension(other, extensionOf(path)),
    );
    await saveTo(at(index + 1), beside, { overwrite, signal: context.interruption.signal });
    note(`Result file ${index + 2} of ${files.length} is saved as ${printable(beside)}.`);
  }
  return { output: path, sizeBytes: saved.sizeBytes, sha256: saved.sha256, contentType };
}

function nothing(): void {}

/** `out.pdf` -> `out-2.pdf` */
function numberedPath(path: string, number: number, extension: string): string {
  const { dir, name } = parse(path);
  return join(dir, `${name}-${number}${extension === "" ? "" : `.${extension}`}`);
}

async function deliverData(
  context: CliContext,
  result: unknown,
  { plan, overwrite, record }: Omit<DeliveryOptions, "note">,
): Promise<Delivery> {
  const text = `${jsonText(result, 2)}\n`;
  const base = { sizeBytes: Buffer.byteLength(text), sha256: null, contentType: "application/json", result };
  if (plan.type === "stdout") {
    if (!context.json) await writeStdout(text);
    return { ...base, output: null };
  }
  const path = plan.type === "path" ? plan.path : namedPath(plan, plan.extension);
  const sha256 = createHash("sha256").update(text).digest("hex");
  await record?.update({ saved: { path: resolve(path), sizeBytes: base.sizeBytes, sha256 } });
  await writeNewFile(path, text, overwrite);
  return { ...base, output: path };
}

async function throughTemporaryFile(
  context: CliContext,
  source: Downloadable,
): Promise<{ sizeBytes: number; sha256: string }> {
  const directory = await mkdtemp(join(tmpdir(), "docjobs-"));
  const remove = () => rm(directory, { recursive: true, force: true });
  context.cleanups.push(remove);
  const saved = await saveTo(source, join(directory, "result"), { signal: context.interruption.signal });
  await copyToStdout(saved.path);
  await remove();
  return saved;
}

function noteOtherKind(path: string, file: FileResult, note: Note): void {
  const actual = resultExtension(file, "");
  const asked = extensionOf(path);
  if (actual === "" || asked === "" || actual === asked || file.name === undefined) return;
  note(`The result is ${printable(file.name)}; it is saved as ${printable(path)} as you asked.`);
}
