import { describe, expect, it } from "vitest";
import { terminalMode } from "../../src/terminal/terminal-mode.js";

const tty = { isTTY: true, columns: 80 };

describe("terminalMode", () => {
  it.each([
    ["a terminal", tty, {}, { redraw: true, colour: true }],
    ["a pipe", {}, {}, { redraw: false, colour: false }],
    ["a terminal without columns", { isTTY: true, columns: 0 }, {}, { redraw: false, colour: true }],
    ["a dumb terminal", tty, { TERM: "dumb" }, { redraw: false, colour: false }],
    ["CI", tty, { CI: "true" }, { redraw: false, colour: false }],
    ["CI=false", tty, { CI: "false" }, { redraw: true, colour: true }],
    ["NO_COLOR", tty, { NO_COLOR: "1" }, { redraw: true, colour: false }],
    ["empty NO_COLOR", tty, { NO_COLOR: "" }, { redraw: true, colour: true }],
    ["NO_COLOR and FORCE_COLOR", tty, { NO_COLOR: "1", FORCE_COLOR: "1" }, { redraw: true, colour: false }],
    ["FORCE_COLOR on a pipe", {}, { FORCE_COLOR: "1" }, { redraw: false, colour: true }],
    ["FORCE_COLOR=0", tty, { FORCE_COLOR: "0" }, { redraw: true, colour: false }],
    ["FORCE_COLOR in CI", tty, { FORCE_COLOR: "1", CI: "1" }, { redraw: false, colour: true }],
  ])("on %s", (_, stream, env, expected) => {
    expect(terminalMode(stream, env)).toEqual(expected);
  });
});
