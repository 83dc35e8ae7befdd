import { setTimeout as delay } from "node:timers/promises";
import type { Note } from "../context.js";
import { CliError } from "../errors/cli-error.js";
import { EXIT } from "../errors/exit-codes.js";
import { type LocalServerModule, loadLocalServer } from "./load-local-server.js";
import { isServing } from "./serve-mark.js";
import { sharedServerError } from "./shared-server.js";

export interface LocalServerHandle {
  url: string;
  /** True where the server is this process's own and ends with it. */
  embedded: boolean;
  close(): Promise<void>;
}

export interface OpenOptions {
  dataDirectory: string;
  /** How long to wait for another one-shot command that has the directory. */
  waitMs: number;
  signal: AbortSignal;
  note: Note;
}

/**
 * Starts the local server in this process. Where `docjobs serve` has the data directory its server is used; where another
 * one-shot command has it, this waits until that one is done.
 */
export async function openLocalServer(options: OpenOptions): Promise<LocalServerHandle> {
  const module = await loadLocalServer();
  const deadline = performance.now() + options.waitMs;
  let announced = false;
  for (;;) {
    options.signal.throwIfAborted();
    const owner = await tryStart(module, options.dataDirectory);
    if ("server" in owner) return owner.server;
    const { pid, url } = owner;
    if (
      url !== undefined &&
      (await isServing(options.dataDirectory, pid)) &&
      (await answers(url, options.signal))
    ) {
      options.note(`Using the server at ${url} (docjobs serve, process ${pid}).`);
      return { url, embedded: false, close: () => Promise.resolve() };
    }
    if (performance.now() >= deadline) throw inUse(options.dataDirectory, pid);
    if (!announced) options.note(`Waiting for process ${pid}, which is using ${options.dataDirectory}.`);
    announced = true;
    await delay(RETRY_MS, undefined, { signal: options.signal }).catch(() => options.signal.throwIfAborted());
  }
}

type Attempt = { server: LocalServerHandle } | { pid: number; url?: string };

async function tryStart(module: LocalServerModule, directory: string): Promise<Attempt> {
  const { startLocalServer, DataDirectoryInUseError } = module;
  try {
    const server = await startLocalServer({ dataDirectory: directory });
    return { server: { url: server.url, embedded: true, close: () => server.close() } };
  } catch (error) {
    if (!(error instanceof DataDirectoryInUseError)) throw sharedServerError(error, module);
    return error.url === undefined ? { pid: error.pid } : { pid: error.pid, url: error.url };
  }
}

/** Any HTTP answer will do; only an origin on this machine is asked. */
async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  if (!/^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+\/?$/u.test(url)) return false;
  try {
    const response = await fetch(url, {
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(2000)]),
    });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

function inUse(directory: string, pid: number): CliError {
  return new CliError(EXIT.localFile, `The data directory ${directory} is in use by process ${pid}.`, {
    code: "data_directory_in_use",
    hint: "Wait for that command, allow a longer --timeout, or choose another directory with --data.",
    retryable: true,
  });
}

const RETRY_MS = 250;
