import type { Clock } from "../../src/http/clock.js";

interface Timer {
  at: number;
  resolve: () => void;
}

/**
 * Time that passes only when somebody waits for it. A pause of up to ten seconds (a poll, a backoff) passes at once; a
 * longer one (a limit, a deadline) passes when the test says so, or when pauses have added up to it.
 */
export class TestClock implements Clock {
  /** Every pause that was asked for, limits and deadlines included. */
  readonly sleeps: number[] = [];
  readonly #timers = new Set<Timer>();
  readonly #wallStart = Date.UTC(2026, 0, 1);
  #time = 0;

  get pending(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#wallStart + this.#time;
  }

  monotonic(): number {
    return this.#time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.sleeps.push(ms);
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = (): void => {
        this.#timers.delete(timer);
        reject(signal?.reason);
      };
      const timer = {
        at: this.#time + ms,
        resolve: () => {
          signal?.removeEventListener("abort", stop);
          resolve();
        },
      };
      this.#timers.add(timer);
      signal?.addEventListener("abort", stop, { once: true });
      if (ms <= 10_000) setImmediate(() => this.#timers.has(timer) && this.#goTo(timer.at));
    });
  }

  advance(ms: number): void {
    this.#goTo(this.#time + ms);
  }

  #goTo(time: number): void {
    for (const timer of [...this.#timers].sort((a, b) => a.at - b.at)) {
      if (timer.at > time) break;
      this.#time = Math.max(this.#time, timer.at);
      this.#timers.delete(timer);
      timer.resolve();
    }
    this.#time = Math.max(this.#time, time);
  }
}
