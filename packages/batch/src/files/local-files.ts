import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import {
  constants,
  copyFile,
  link,
  lstat,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  unlink,
  writeFile,
} from "node:fs/promises";
import { dirname } from "node:path";
import { FileExistsError, InputFileError } from "@docjobs/jobs-core";
import { fileFrom } from "@docjobs/jobs-core/node";
import { diskError } from "./disk-error.js";
import type { DocumentReader, Files, PublishOptions, StagedFile } from "./files.js";

/** File systems without hard links say one of these. */
const NO_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV"];

/** Files in folders that this machine sees. */
export const localFiles: Files = {
  isRemote: false,
  sizeOf,
  sha256Of,
  open: (path) => fileFrom(path),
  reader,
  has: (path) =>
    lstat(path).then(
      () => true,
      () => false,
    ),
  holds: async (path, { sha256 }) => (await sha256Of(path).catch(() => undefined)) === sha256,
  async publish(file, path, options) {
    await publish(file, path, options).catch((error: unknown) => {
      throw diskError(error);
    });
  },
  // Every worker sees the output directory, in which it is staged.
  share: async ({ stage }) => stage,
  unshare: (folder) => rm(folder, { recursive: true, force: true }),
  async firstText(path, text) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw diskError(error);
    });
    return readFile(path, "utf8");
  },
  writeText,
};

async function sizeOf(path: string): Promise<number> {
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputFileError(
      error.code === "ENOENT" ? `${path} does not exist.` : `${path} cannot be read (${error.code}).`,
    );
  });
  if (!info.isFile()) throw new InputFileError(`${path} is not a regular file.`);
  return info.size;
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

async function reader(path: string): Promise<DocumentReader> {
  const sizeBytes = await sizeOf(path);
  return {
    sizeBytes,
    async read(start, wantedBytes) {
      const file = await open(path);
      try {
        const length = Math.max(0, Math.min(wantedBytes, sizeBytes - start));
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
  };
}

async function publish(file: StagedFile, target: string, { overwrite }: PublishOptions): Promise<void> {
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

async function writeText(path: string, parts: AsyncIterable<string>): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID().slice(0, 8)}.new`;
  try {
    await writeDraft(draft, parts);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function writeDraft(draft: string, parts: AsyncIterable<string>): Promise<void> {
  const file = await open(draft, "w");
  try {
    for await (const part of parts) await file.write(part);
    await file.sync();
  } finally {
    await file.close();
  }
}
