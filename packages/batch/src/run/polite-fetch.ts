import type { Clock } from "@docjobs/jobs-core";
import type { Rate, WorkQueue } from "@docjobs/work-queue";

export interface PoliteFetchOptions {
  fetch: typeof globalThis.fetch;
  /** Requests to this origin count. */
  origin: string;
  queue: WorkQueue;
  /** Whose budget it is. */
  lane: string;
  /** What the API grants; undefined where it does not say. */
  rate: Rate | undefined;
  clock: Clock;
  onPause: (ms: number) => void;
}

/** A client allows a request so long until its head has come. */
const LONGEST_WAIT_MS = 10_000;
/** A 429 that does not say for how long. */
const DEFAULT_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 3_600_000;

/**
 * A fetch that takes each request out of the budget which all processes with the same key share. A 429 holds all of them;
 * a turn that is too far away is answered like one, so that the client looks at it as such.
 */
export function politeFetch(options: PoliteFetchOptions): typeof globalThis.fetch {
  const { fetch, origin, queue, lane, clock, onPause } = options;
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== origin) return fetch(input, init);
    const waitMs = await waitForTurn(options, init?.signal ?? undefined);
    if (waitMs > 0) return tooEarly(waitMs);
    const response = await fetch(input, init);
    if (response.status === 429) {
      const pauseMs = readPause(response.headers.get("retry-after"), clock.now());
      await queue.holdTurns(lane, clock.now() + pauseMs);
      onPause(pauseMs);
    }
    return response;
  };
}

/** Resolves to 0 with a turn, or to the time that is left where it is too long. */
async function waitForTurn(
  { queue, lane, rate, clock }: PoliteFetchOptions,
  signal: AbortSignal | undefined,
): Promise<number> {
  for (let waitedMs = 0; ;) {
    const heldMs = rate
      ? await queue.takeTurn(lane, rate)
      : Math.max((await queue.heldUntil(lane)) - clock.now(), 0);
    if (heldMs === 0 || waitedMs + heldMs > LONGEST_WAIT_MS) return heldMs;
    await clock.sleep(heldMs, signal);
    waitedMs += heldMs;
  }
}

/** Seconds or a date (RFC 9110, 10.2.3). */
function readPause(text: string | null, now: number): number {
  const seconds = Number(text ?? "");
  const ms = /^\d+$/.test(text ?? "") ? seconds * 1000 : Date.parse(text ?? "") - now;
  return ms >= 0 ? Math.min(ms, LONGEST_PAUSE_MS) : DEFAULT_PAUSE_MS;
}

function tooEarly(waitMs: number): Response {
  return new Response("{}", {
    status: 429,
    headers: { "content-type": "application/json", "retry-after": String(Math.ceil(waitMs / 1000)) },
  });
}
