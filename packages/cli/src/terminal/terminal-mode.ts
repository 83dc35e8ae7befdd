/** What the error stream may be sent. */
export interface TerminalMode {
  /** Colours may be used. */
  colour: boolean;
  /** A line may be redrawn in place. */
  redraw: boolean;
}

/** The parts of a stream that decide it. */
export interface TerminalStream {
  isTTY?: boolean;
  columns?: number;
}

/**
 * Decides from the stream and the environment. Redraw needs a terminal with columns that is neither dumb nor a CI log.
 * Colour: NO_COLOR (not empty) wins, then FORCE_COLOR (`0` or `false` is off, anything else on), then the same as redraw,
 * but a terminal without columns may still have colour.
 */
export function terminalMode(stream: TerminalStream, env: NodeJS.ProcessEnv): TerminalMode {
  const capable = stream.isTTY === true && env["TERM"] !== "dumb" && !isOn(env["CI"]);
  return {
    redraw: capable && (stream.columns ?? 0) > 0,
    colour: colourWanted(env) ?? capable,
  };
}

function colourWanted(env: NodeJS.ProcessEnv): boolean | undefined {
  if (env["NO_COLOR"]) return false;
  const force = env["FORCE_COLOR"];
  if (force === undefined) return undefined;
  return force !== "0" && force !== "false";
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "0" && value !== "false";
}
