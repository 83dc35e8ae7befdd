import { constants } from "node:os";

/** A signal that ends the command. */
export type StopSignal = "SIGINT" | "SIGTERM" | "SIGHUP";

/** What waits are aborted with. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
  readonly stopSignal: StopSignal;

  constructor(stopSignal: StopSignal) {
    super(`Interrupted by ${stopSignal}.`);
    this.stopSignal = stopSignal;
  }

  /** 128 and the signal's number, as shells report it. */
  get exit(): number {
    return 128 + constants.signals[this.stopSignal];
  }
}

export interface Interruption {
  /** Aborted with an `InterruptedError` at the first signal. */
  signal: AbortSignal;
  /** Resolves at the first signal. */
  received: Promise<InterruptedError>;
}

/**
 * Listens for the three signals that end a command. The first one aborts; another one after `SAME_PRESS_MS` ends the process at
 * once, so that a clean-up that hangs cannot hold the terminal.
 */
export function listenForInterruption(exitNow: (code: number) => void): Interruption {
  const controller = new AbortController();
  let first: { at: number; error: InterruptedError } | undefined;
  const received = new Promise<InterruptedError>((resolve) => {
    for (const stopSignal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(stopSignal, () => {
        if (first === undefined) {
          first = { at: performance.now(), error: new InterruptedError(stopSignal) };
          controller.abort(first.error);
          resolve(first.error);
        } else if (performance.now() - first.at >= SAME_PRESS_MS) {
          exitNow(first.error.exit);
        }
      });
    }
  });
  return { signal: controller.signal, received };
}

/** A terminal and a wrapper (npx, pnpm) may both deliver one key press. */
const SAME_PRESS_MS = 400;
