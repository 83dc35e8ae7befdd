import type { BatchProgress } from "@docjobs/batch";
import type { CliContext } from "../context.js";
import { printable } from "../terminal/printable.js";

export interface BatchRenderer {
  update(progress: BatchProgress): void;
  note(line: string): void;
  end(): void;
}

const PLAIN_EVERY_MS = 10_000;
/** Two minutes are enough to be steady, and short enough to follow a change. */
const RATE_WINDOW_MS = 120_000;
const BAR_CELLS = 24;

/** A live table on a terminal, a line now and then elsewhere, nothing for who reads JSON or wants quiet. */
export function batchRenderer({ mode, json }: CliContext, quiet: boolean): BatchRenderer {
  const isSilent = quiet || json;
  const isLive = mode.redraw;
  const samples: { at: number; ended: number }[] = [];
  let drawn = 0;
  let toldAt = -Infinity;
  let last = "";

  function erase(): string {
    return drawn === 0 ? "" : `\u001B[${drawn}A\u001B[0J`;
  }
  return {
    update(progress) {
      if (isSilent) return;
      const at = performance.now();
      const ended = progress.counts.states.done + progress.counts.states.failed;
      samples.push({ at, ended });
      while (samples.length > 2 && at - (samples[0]?.at ?? at) > RATE_WINDOW_MS) samples.shift();
      const perSecond = rateOf(samples);
      if (isLive) {
        const width = process.stderr.columns || 80;
        const lines = tableLines(progress, perSecond).map((line) => line.slice(0, width - 1));
        process.stderr.write(`${erase()}${lines.join("\n")}\n`);
        drawn = lines.length;
        return;
      }
      const line = plainLine(progress, perSecond);
      const isEnd = ended === progress.counts.total;
      if (line === last || (!isEnd && at - toldAt < PLAIN_EVERY_MS)) return;
      toldAt = at;
      last = line;
      process.stderr.write(`${line}\n`);
    },
    note(line) {
      if (isSilent) return;
      process.stderr.write(`${erase()}${printable(line)}\n`);
      drawn = 0;
    },
    end() {
      drawn = 0;
    },
  };
}

/** Ended items a second. */
function rateOf(samples: readonly { at: number; ended: number }[]): number {
  const [first] = samples;
  const last = samples.at(-1);
  if (!first || !last || last.at - first.at < 1000) return 0;
  return ((last.ended - first.ended) / (last.at - first.at)) * 1000;
}

interface Numbers {
  saved: number;
  running: number;
  waiting: number;
  failed: number;
  unknown: number;
}

function numbersOf({ counts: { phases } }: BatchProgress): Numbers {
  const of = (...names: string[]): number => names.reduce((sum, name) => sum + (phases[name] ?? 0), 0);
  return {
    saved: of("saved"),
    running: of("submitting", "submitted", "done"),
    waiting: of("planned"),
    failed: of("failed", "canceled"),
    unknown: of("unknown"),
  };
}

function tableLines(progress: BatchProgress, perSecond: number): string[] {
  const { total } = progress.counts;
  const { saved, running, waiting, failed, unknown } = numbersOf(progress);
  const share = total === 0 ? 1 : (saved + failed + unknown) / total;
  const cells = Math.floor(share * BAR_CELLS);
  return [
    `[${"#".repeat(cells)}${".".repeat(BAR_CELLS - cells)}] ${saved + failed + unknown} of ${total}`,
    `done ${saved}  running ${running}  waiting ${waiting}  failed ${failed}${unknown > 0 ? `  unknown ${unknown}` : ""}`,
    tail(progress, perSecond).join("  "),
  ];
}

function plainLine(progress: BatchProgress, perSecond: number): string {
  const { saved, running, waiting, failed, unknown } = numbersOf(progress);
  const parts = [`${saved} of ${progress.counts.total} done`, `${running} running`, `${waiting} waiting`];
  parts.push(`${failed} failed`, ...(unknown > 0 ? [`${unknown} unknown`] : []));
  return [...parts, ...tail(progress, perSecond)].join(", ");
}

function tail({ counts, credits, pausedMs }: BatchProgress, perSecond: number): string[] {
  const left = counts.states.ready + counts.states.active;
  return [
    perSecond > 0 ? `${(perSecond * 60).toFixed(1)}/min` : "",
    perSecond > 0 && left > 0 ? `ETA ${duration(left / perSecond)}` : "",
    credits > 0 ? `${credits} credits` : "",
    pausedMs > 0 ? `service not there, next try in ${Math.ceil(pausedMs / 1000)} s` : "",
  ].filter((part) => part !== "");
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
