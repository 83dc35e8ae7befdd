import { copyFile, constants, link, lstat, mkdir, open, rename, rm, unlink } from "node:fs/promises";
import { createHash } from "node:crypto";
import { dirname, extname, join, parse } from "node:path";
import { FileExistsError, type FileResult, type JobSnapshot, OutputFileError } from "@docjobs/jobs-core";
import { saveTo } from "@docjobs/jobs-core/node";
import type { ItemClaim, ItemData, ResultFile } from "../item.js";
import { sha256Of } from "../plan/shared-contents.js";
import { mustBeStored, type RunContext } from "./run-context.js";

/** A result file that is whole, under a name of its own. */
export interface StagedFile {
  /** Where it is. */
  stage: string;
  /** Where it goes, in the output directory. */
  path: string;
  sizeBytes: number;
  sha256: string;
}

type Downloadable = Parameters<typeof saveTo>[0];

/** File systems without hard links say one of these. */
const NO_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV"];

/**
 * Puts a result in place, whole or not at all, and never over another file. The row knows its hash before it gets its
 * name: a run that is killed in between finds its own file and no stranger's.
 */
export async function saveResult(context: RunContext, claim: ItemClaim, done: JobSnapshot): Promise<void> {
  const { queue, options } = context;
  const before = claim.data.files ?? [];
  if (before.length > 0 && (await areInPlace(options.outputDirectory, before))) {
    return complete(context, claim, claim.data);
  }
  const staged = await stageResult(context, claim, done);
  const files = staged.map(({ path, sizeBytes, sha256 }) => ({ path, sizeBytes, sha256 }));
  const data: ItemData = { ...claim.data, files };
  mustBeStored(await queue.heartbeat(claim, { phase: "done", data }));
  try {
    for (const file of staged) await publish(file, options.outputDirectory, options.overwrite ?? false);
  } catch (error) {
    throw diskError(error);
  }
  await complete(context, claim, data);
}

async function complete(
  { queue, clock, options }: RunContext,
  claim: ItemClaim,
  data: ItemData,
): Promise<void> {
  const saved: ItemData = { ...data, times: { ...data.times, ended: clock.now() } };
  mustBeStored(await queue.complete(claim, { phase: "saved", data: saved, slot: null }));
  await rm(stageDirectory(options.outputDirectory, claim.id), { recursive: true, force: true });
}

/** Brings the result here, under names of its own: one file, or more where the job has more. */
export async function stageResult(
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

async function publish(file: StagedFile, outputDirectory: string, overwrite: boolean): Promise<void> {
  const target = join(outputDirectory, file.path);
  await mkdir(dirname(target), { recursive: true });
  if (overwrite) await rename(file.stage, target);
  else {
    await link(file.stage, target).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") return checkOwn(file, target);
      if (!NO_LINKS.includes(error.code ?? "")) throw error;
      await copyWhole(file, target);
    });
    await unlink(file.stage);
  }
  await syncDirectory(dirname(target));
}

/** A run that was killed behind the link has left this very file. */
async function checkOwn({ sizeBytes, sha256 }: StagedFile, target: string): Promise<void> {
  const info = await lstat(target);
  if (info.isFile() && info.size === sizeBytes && (await sha256Of(target)) === sha256) return;
  throw new FileExistsError(`${target} exists already and was not touched; the result is at the API.`, {
    hint: "Move it away or allow overwriting, then retry the item.",
  });
}

async function copyWhole({ stage }: StagedFile, target: string): Promise<void> {
  await copyFile(stage, target, constants.COPYFILE_EXCL).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") await unlink(target).catch(() => {});
    throw error;
  });
}

/** A name in a directory is safe only with the directory; where that cannot be synced the system does so itself. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r").catch(() => undefined);
  await directory?.sync().catch(() => {});
  await directory?.close();
}

async function areInPlace(outputDirectory: string, files: readonly ResultFile[]): Promise<boolean> {
  for (const { path, sha256 } of files) {
    const found = await sha256Of(join(outputDirectory, path)).catch(() => undefined);
    if (found !== sha256) return false;
  }
  return true;
}

export function stageDirectory(outputDirectory: string, id: string): string {
  return join(outputDirectory, ".docjobs", "work", id.slice(0, 32));
}

function diskError(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code !== "string" || !/^E[A-Z]+$/.test(code)) return error;
  return new OutputFileError(`A result cannot be written: ${code}.`, { cause: error });
}
