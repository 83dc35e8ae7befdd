import type { CliContext, Note } from "../context.js";
import { progressRenderer, type ProgressRenderer } from "../terminal/progress-renderer.js";

/** The progress of one command, and the notes that go between its lines. Silent with --quiet and with --json. */
export function openProgress(
  context: CliContext,
  quiet: boolean | undefined,
): ProgressRenderer & { noteLine: Note } {
  const renderer = progressRenderer({
    stream: process.stderr,
    mode: context.mode,
    quiet: (quiet ?? false) || context.json,
    now: () => performance.now(),
    every: (ms, callback) => {
      const timer = setInterval(callback, ms);
      timer.unref();
      return () => clearInterval(timer);
    },
  });
  context.cleanups.push(() => renderer.end());
  return { ...renderer, noteLine: (line) => renderer.note(line) };
}
