/** One test of the matrix. It resolves when the promise was kept, and throws what the oracle saw when it was not. */
export interface FaultRow {
  /** The matrix's id, for example `N02`. */
  id: string;
  /** The matrix's name, so that a list of rows can be read by itself. */
  name: string;
  run(context: FaultContext): Promise<void>;
  /** Makes what several rows use; the row's time begins behind it. */
  prepare?(): Promise<unknown>;
  /** Runs while no other row does: its promise is about milliseconds. */
  isAlone?: true;
  /** Real time that the row may take. Default 30 s. */
  limitMs?: number;
}

/** What a row gets from the harness. */
export interface FaultContext {
  /** An empty folder of the row's own; removed afterwards. */
  readonly folder: string;
  /** Aborted when the row's time is up. */
  readonly signal: AbortSignal;
  /** Called when the row has ended, however it ended; the last one first. */
  onEnd(cleanup: () => unknown): void;
}

/** The fault could not be provoked on this machine. The row counts as not survived, and the reason is printed. */
export class NotProvokedError extends Error {}
