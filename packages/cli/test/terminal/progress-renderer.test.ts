import { describe, expect, it } from "vitest";
import { progressRenderer, type RendererOptions } from "../../src/terminal/progress-renderer.js";

function setUp(options: Partial<RendererOptions> & { columns?: number } = {}) {
  let text = "";
  let timeMs = 0;
  const timers = new Set<() => void>();
  const renderer = progressRenderer({
    stream: { write: (chunk) => (text += chunk), columns: options.columns ?? 80 },
    mode: { redraw: true, colour: true },
    quiet: false,
    now: () => timeMs,
    every: (_, callback) => {
      timers.add(callback);
      return () => timers.delete(callback);
    },
    ...options,
  });
  return {
    renderer,
    timers,
    text: () => text,
    tick: (ms: number) => {
      timeMs += ms;
      for (const timer of timers) timer();
    },
  };
}

const running = { subject: "castdoc a.pdf", state: "running" };

describe("on a terminal", () => {
  it("redraws one line with the elapsed seconds and leaves nothing behind", () => {
    const { renderer, tick, text, timers } = setUp();
    renderer.update(running);
    tick(3000);
    expect(text()).not.toContain("\n");
    expect(text().split("\r\u001B[2K").at(-1)).toBe("castdoc a.pdf · running · 3 s");
    renderer.end();
    expect(text().endsWith("\r\u001B[2K")).toBe(true);
    expect(timers.size).toBe(0);
  });

  it("never draws wider than the terminal", () => {
    const { renderer, text } = setUp({ columns: 20 });
    renderer.update({ subject: "x".repeat(500), state: "running" });
    for (const line of text().split("\r\u001B[2K")) expect([...line].length).toBeLessThan(20);
  });

  it("puts a note above the line", () => {
    const { renderer, text } = setUp();
    renderer.update(running);
    renderer.note("Using engine ki/cast.");
    expect(text()).toContain("\r\u001B[2KUsing engine ki/cast.\n\r\u001B[2Kcastdoc a.pdf");
  });
});

describe("elsewhere", () => {
  const plain = { mode: { redraw: false, colour: false } };

  it("writes a line when something changes and no escape sequence", () => {
    const { renderer, text, timers } = setUp(plain);
    renderer.update(running);
    renderer.update(running);
    renderer.update({ ...running, percent: 12 });
    renderer.update({ ...running, percent: 14 });
    renderer.update({ ...running, state: "succeeded" });
    expect(text()).toBe("castdoc a.pdf · running\ncastdoc a.pdf · running 12 %\ncastdoc a.pdf · succeeded\n");
    expect(timers.size).toBe(0);
  });

  it("shows no percentage that the API did not report", () => {
    const { renderer, text } = setUp(plain);
    renderer.update({ ...running, phase: "Page 2 of 9" });
    expect(text()).toBe("castdoc a.pdf · running · Page 2 of 9\n");
  });

  it("defuses a phase that a hostile server chose", () => {
    const { renderer, text } = setUp(plain);
    renderer.update({ ...running, phase: "\u001B]0;owned\u0007" });
    expect(text()).not.toContain("\u001B");
  });
});

it("is silent when quiet", () => {
  const { renderer, text } = setUp({ quiet: true });
  renderer.update(running);
  renderer.note("note");
  renderer.end();
  expect(text()).toBe("");
});
