import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface CliResult {
  exit: number | null;
  stdout: string;
  stderr: string;
  /** What came out, byte by byte, one character each. */
  bytes: string;
}

export interface CliOptions {
  env?: Record<string, string>;
  /** Written to stdin, which is then closed. */
  input?: string | Uint8Array;
}

export const samples: string = fileURLToPath(new URL("../../../local-server/samples/", import.meta.url));

export const program: string = fileURLToPath(new URL("../../dist/docjobs.cjs", import.meta.url));

/** A place of its own for one test file: home, state, data and current directory. */
export interface Sandbox {
  directory: string;
  path(name: string): string;
  run(words: readonly string[], options?: CliOptions): Promise<CliResult>;
  start(words: readonly string[], options?: CliOptions): RunningCli;
  remove(): void;
}

export interface RunningCli {
  child: ChildProcess;
  /** Output so far. */
  stdout(): string;
  stderr(): string;
  /** Resolves when the output holds the text; rejects when the program ends without. */
  says(stream: "stdout" | "stderr", text: string | RegExp): Promise<void>;
  done: Promise<CliResult>;
}

export function makeSandbox(baseEnv: Record<string, string> = {}): Sandbox {
  const directory = mkdtempSync(join(tmpdir(), "docjobs-cli-"));
  const environment = {
    PATH: process.env["PATH"] ?? "",
    HOME: join(directory, "home"),
    TMPDIR: directory,
    ...baseEnv,
  };
  const start = (words: readonly string[], { env = {}, input }: CliOptions = {}): RunningCli => {
    const child = spawn(process.execPath, [program, ...words], {
      cwd: directory,
      env: { ...environment, ...env },
    });
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
    return watchProcess(child);
  };
  return {
    directory,
    path: (name) => join(directory, name),
    run: (words, options) => start(words, options).done,
    start,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function watchProcess(child: ChildProcess): RunningCli {
  const text = { stdout: "", stderr: "" };
  const listeners = new Set<() => void>();
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]?.setEncoding("latin1").on("data", (chunk: string) => {
      text[stream] += chunk;
      for (const listener of listeners) listener();
    });
  }
  const utf8 = (stream: "stdout" | "stderr") => Buffer.from(text[stream], "latin1").toString("utf8");
  const done = new Promise<CliResult>((resolve) => {
    child.on("close", (exit) =>
      resolve({ exit, stdout: utf8("stdout"), stderr: utf8("stderr"), bytes: text.stdout }),
    );
  });
  return {
    child,
    stdout: () => utf8("stdout"),
    stderr: () => utf8("stderr"),
    says: (stream, wanted) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const isThere =
            typeof wanted === "string" ? utf8(stream).includes(wanted) : wanted.test(utf8(stream));
          if (!isThere) return;
          listeners.delete(check);
          resolve();
        };
        listeners.add(check);
        void done.then((result) =>
          reject(new Error(`ended without "${String(wanted)}": ${JSON.stringify(result)}`)),
        );
        check();
      }),
    done,
  };
}

/** The one error object on stderr. */
export function errorOf(result: CliResult): Record<string, unknown> {
  const { error } = JSON.parse(result.stderr) as { error: Record<string, unknown> };
  return error;
}
