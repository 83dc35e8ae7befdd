import { mkdir, open, rm } from "node:fs/promises";
import { createHash } from "node:crypto";
import { extname, join, parse } from "node:path";
import type { FileResult, JobSnapshot } from "@docjobs/jobs-core";
import { saveTo } from "@docjobs/jobs-core/node";
import { diskError } from "../files/disk-error.js";
import type { StagedFile } from "../files/files.js";
import { ownFolder, placeIn } from "../files/places.js";
import type { ItemClaim, ItemData, ResultFile } from "../item.js";
import { mustBeStored, type RunContext } from "./run-context.js";

type Downloadable = Parameters<typeof saveTo>[0];

/**
 * Puts a result in place, whole or not at all, and never over another file. The row knows its hash before it gets its
 * name: a run that is killed in between finds its own file and no stranger's.
 */
export async function saveResult(context: RunContext, claim: ItemClaim, done: JobSnapshot): Promise<void> {
  const { queue, options, files: places, signal } = context;
  const before = claim.data.files ?? [];
  if (before.length > 0 && (await areInPlace(context, before))) {
    return complete(context, claim, claim.data);
  }
  const staged = await stageResult(context, claim, done);
  const files = staged.map(({ path, sizeBytes, sha256 }) => ({ path, sizeBytes, sha256 }));
  const data: ItemData = { ...claim.data, files };
  mustBeStored(await queue.heartbeat(claim, { phase: "done", data }));
  const { overwrite = false } = options;
  for (const file of staged) {
    const place = placeIn(options.outputDirectory, file.path);
    await places.of(place).publish(file, place, { overwrite, signal });
  }
  await complete(context, claim, data);
}

async function complete(
  { queue, clock, options, files, steps }: RunContext,
  claim: ItemClaim,
  data: ItemData,
): Promise<void> {
  const saved: ItemData = { ...data, times: { ...data.times, ended: clock.now() } };
  mustBeStored(await queue.complete(claim, { phase: "saved", data: saved, slot: null }));
  await rm(stageDirectory(options.outputDirectory, claim.id), { recursive: true, force: true });
  const shared = sharedFolder(options.outputDirectory, claim.id);
  // What stays behind disturbs nobody.
  if (steps.length > 1)
    await files
      .of(shared)
      .unshare(shared)
      .catch(() => undefined);
}

/** Brings the result to where every worker can feed it to the next step; resolves to its place. */
export async function shareResult(context: RunContext, claim: ItemClaim, done: JobSnapshot): Promise<string> {
  const [first] = await stageResult(context, claim, done);
  if (!first) throw new Error(`${done.id} has no result.`);
  const folder = placeIn(sharedFolder(context.options.outputDirectory, claim.id), String(claim.data.step));
  return context.files.of(folder).share(first, folder, context.signal);
}

/** Brings the result here, under names of its own: one file, or more where the job has more. */
async function stageResult(
  { options, signal }: RunContext,
  { id, data }: ItemClaim,
  done: JobSnapshot,
): Promise<StagedFile[]> {
  if (done.state !== "succeeded") throw new Error(`${done.id} has no result.`);
  const directory = join(stageDirectory(options.outputDirectory, id), String(data.step));
  try {
    await mkdir(directory, { recursive: true });
  } catch (error) {
    throw diskError(error);
  }
  const { download, result } = done;
  if (!download) {
    const stage = join(directory, "result.json");
    return [{ stage, path: data.output, ...(await writeJson(stage, result)) }];
  }
  const files = [result].flat() as FileResult[];
  const staged: StagedFile[] = [];
  for (const [index, file] of files.entries()) {
    const path = numbered(withExtension(data.output, file), index);
    const stage = join(directory, numbered(`${parse(data.output).name}${extname(path)}`, index));
    const source: Downloadable = {
      download: (calls) => download.call(done, { ...calls, file: index }),
    };
    const { sizeBytes, sha256 } = await saveTo(source, stage, { overwrite: true, signal });
    staged.push({ stage, path, sizeBytes, sha256 });
  }
  return staged;
}

/** The name keeps what was planned, unless the API says that the file is something else: an archive of pages. */
function withExtension(output: string, { name, contentType, fileCount = 1 }: FileResult): string {
  const { dir, name: stem, ext } = parse(output);
  const isArchive = fileCount > 1 || contentType?.startsWith("application/zip");
  const said = name === undefined ? (isArchive ? ".zip" : "") : extname(name);
  if (ext !== "" && !isArchive) return output;
  return said === "" ? output : join(dir, `${ext === "" ? parse(output).base : stem}${said.toLowerCase()}`);
}

/** `out.pdf` -> `out-2.pdf` for the second file. */
function numbered(path: string, index: number): string {
  if (index === 0) return path;
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}-${index + 1}${ext}`);
}

async function writeJson(path: string, value: unknown): Promise<{ sizeBytes: number; sha256: string }> {
  const bytes = Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
  try {
    const file = await open(path, "w");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw diskError(error);
  }
  return { sizeBytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

async function areInPlace({ files, options }: RunContext, results: readonly ResultFile[]): Promise<boolean> {
  for (const result of results) {
    const place = placeIn(options.outputDirectory, result.path);
    if (!(await files.of(place).holds(place, result))) return false;
  }
  return true;
}

/** On this machine, where a result is until it gets its name. */
function stageDirectory(outputDirectory: string, id: string): string {
  return join(ownFolder(outputDirectory), "work", id.slice(0, 32));
}

/** Beside the results, where every worker sees what the next step takes. */
function sharedFolder(outputDirectory: string, id: string): string {
  return placeIn(outputDirectory, `.docjobs/work/${id.slice(0, 32)}`);
}
