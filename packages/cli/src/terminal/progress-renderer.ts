import { printable } from "./printable.js";
import type { TerminalMode } from "./terminal-mode.js";

/** What is known about a job at one moment. Nothing in it is computed here. */
export interface ProgressView {
  /** Who and what, for example `castdoc convert 3f0c…`. */
  subject: string;
  state: string;
  /** Only where the API reported one. */
  percent?: number;
  /** Only where the API reported one. */
  phase?: string;
}

export interface ProgressRenderer {
  update(view: ProgressView): void;
  /** A line of its own that stays. */
  note(line: string): void;
  /** Ends redrawing and frees the timer. Safe to call twice. */
  end(): void;
}

export interface RendererOptions {
  stream: { write(text: string): unknown; columns?: number };
  mode: TerminalMode;
  quiet: boolean;
  now: () => number;
  /** Calls back about every `ms`; returns what stops it. */
  every: (ms: number, callback: () => void) => () => void;
}

/**
 * Progress on the error stream. On a terminal one line is redrawn; elsewhere a plain line is written when state, phase or
 * the next ten percent change.
 */
export function progressRenderer(options: RendererOptions): ProgressRenderer {
  if (options.quiet) return { update() {}, note() {}, end() {} };
  return options.mode.redraw ? redrawing(options) : plainLines(options);
}

function plainLines({ stream }: RendererOptions): ProgressRenderer {
  let last = "";
  return {
    update(view) {
      const key = [view.subject, view.state, view.phase, Math.floor((view.percent ?? 0) / 10)].join("\n");
      if (key === last) return;
      last = key;
      stream.write(`${describe(view)}\n`);
    },
    note(line) {
      stream.write(`${line}\n`);
    },
    end() {},
  };
}

function redrawing({ stream, now, every }: RendererOptions): ProgressRenderer {
  const startedAt = now();
  let current: ProgressView | undefined;
  let stop: (() => void) | undefined;
  const clear = "\r\u001B[2K";
  const draw = () => {
    if (current === undefined) return;
    const seconds = Math.floor((now() - startedAt) / 1000);
    const line = `${describe(current)} · ${seconds} s`;
    stream.write(clear + cut(line, (stream.columns ?? 80) - 1));
  };
  return {
    update(view) {
      current = view;
      stop ??= every(1000, draw);
      draw();
    },
    note(line) {
      stream.write(`${current === undefined ? "" : clear}${line}\n`);
      draw();
    },
    end() {
      stop?.();
      stop = undefined;
      if (current !== undefined) stream.write(clear);
      current = undefined;
    },
  };
}

function describe({ subject, state, percent, phase }: ProgressView): string {
  const parts = [subject, percent === undefined ? state : `${state} ${Math.floor(percent)} %`];
  if (phase) parts.push(phase);
  return printable(parts.join(" · "));
}

function cut(line: string, columns: number): string {
  const characters = [...line];
  return characters.length <= columns ? line : `${characters.slice(0, Math.max(0, columns - 1)).join("")}…`;
}
