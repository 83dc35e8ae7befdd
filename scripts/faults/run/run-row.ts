import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FaultRow, NotProvokedError } from "../fault-row.js";

/** What became of a row. */
export interface RowResult {
  outcome: "survived" | "fell" | "not provoked" | "no test";
  seconds: number;
  /** What the oracle saw, or why the fault was not provoked. */
  detail?: string;
}

const DEFAULT_LIMIT_MS = 30_000;

/** Runs one row in a folder of its own, and cleans up behind it. */
export async function runRow({ run, prepare, limitMs = DEFAULT_LIMIT_MS }: FaultRow): Promise<RowResult> {
  let startedAt = performance.now();
  const folder = await realpath(await mkdtemp(join(tmpdir(), "docjobs-fault-")));
  const control = new AbortController();
  const cleanups: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
  const onEnd = (cleanup: () => unknown): void => void cleanups.push(cleanup);
  const end = (outcome: RowResult["outcome"], detail?: string): RowResult => ({
    outcome,
    seconds: (performance.now() - startedAt) / 1000,
    ...(detail !== undefined && { detail }),
  });
  try {
    await prepare?.();
    startedAt = performance.now();
    await Promise.race([run({ folder, signal: control.signal, onEnd }), outOfTime(limitMs, control)]);
    return end("survived");
  } catch (error) {
    return end(error instanceof NotProvokedError ? "not provoked" : "fell", describe(error));
  } finally {
    control.abort();
    for (const cleanup of cleanups.reverse())
      await Promise.resolve()
        .then(cleanup)
        .catch(() => {});
  }
}

function outOfTime(limitMs: number, control: AbortController): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(() => reject(new Error(`it did not end within ${limitMs / 1000} s`)), limitMs);
    control.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  });
}

/** One printable line. */
function describe(error: unknown): string {
  const { name = "Error", code, message = String(error) } = error as Partial<Error> & { code?: string };
  const text = code === "ERR_ASSERTION" ? message : `${name}: ${message}`;
  return text.replace(/[\p{Cc}\s]+/gu, " ").slice(0, 400);
}
