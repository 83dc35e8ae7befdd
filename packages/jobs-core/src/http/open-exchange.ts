import type { Call } from "./call.js";
import type { Connection } from "./connection.js";
import { ServiceUnavailableError } from "../errors/errors.js";
import type { JobsError } from "../errors/jobs-error.js";
import { networkError } from "../errors/network-error.js";
import { startTimer, whenAborted } from "./timer.js";

/** A request under its limits, until its answer has been read. */
export interface Exchange {
  readonly connection: Connection;
  readonly host: string;
  /** For fetch: ends what the exchange still does. */
  readonly signal: AbortSignal;
  /** Monotonic time at which the whole exchange must have ended; streamed results are exempt. */
  readonly endsAt: number;
  /** Starts the request; resolves to the answer's head. */
  head(start: () => Promise<Response>): Promise<Response>;
  /** Ends the exchange with an error unless the work is done by then, in monotonic time. */
  within<T>(endsAt: () => number, problem: string, work: Promise<T>): Promise<T>;
  /** Ends the exchange; returns the error that ended it first. */
  fail(error: unknown): JobsError;
  /** Lets go of the caller's signal. */
  close(): void;
}

export function openExchange(connection: Connection, call: Call): Exchange {
  const { clock, limits } = connection;
  const { url, body, request, bodyBytes = 0, heldMs = 0, activity } = call;
  const controller = new AbortController();
  const totalMs = limits.totalMs + (bodyBytes / limits.minBytesPerSecond) * 1000;
  const headMs = body || request?.body ? totalMs : Math.min(limits.connectMs + heldMs, totalMs);
  let startedAt: number | undefined;
  let failure: JobsError | undefined;
  let close = (): void => {};
  let stopWork: (error: JobsError) => void = () => {};

  function fail(error: unknown): JobsError {
    close();
    failure ??= networkError(connection, url, error);
    if (startedAt === undefined) Object.assign(failure, { undelivered: true });
    controller.abort(failure);
    stopWork(failure);
    return failure;
  }

  function within<T>(endsAt: () => number, problem: string, work: Promise<T>): Promise<T> {
    let stop = (): void => {};
    const check = (): void => {
      const leftMs = endsAt() - clock.monotonic();
      if (leftMs > 0) stop = startTimer(clock, Math.min(leftMs, limits.totalMs), check);
      else fail(new ServiceUnavailableError(`${url.host} ${problem}.`, { retryable: true }));
    };
    // Not everything that is given as fetch heeds a signal.
    return new Promise<T>((resolve, reject) => {
      stopWork = reject;
      work.then(resolve, reject);
      check();
    }).finally(() => stop());
  }

  if (activity) activity.fail = fail;
  close = whenAborted(call.signal, fail);
  return {
    connection,
    host: url.host,
    signal: controller.signal,
    get endsAt() {
      return (startedAt ?? 0) + totalMs;
    },
    head(start) {
      if (failure) throw failure;
      const sentAt = (startedAt = clock.monotonic());
      // An upload whose progress can be seen may take as long as it goes on.
      const endsAt = (): number =>
        activity?.lastAt === undefined ? sentAt + headMs : activity.lastAt + limits.totalMs;
      return within(endsAt, "did not answer in time", start());
    },
    within,
    fail,
    close,
  };
}
