import { setTimeout as pause } from "node:timers/promises";

/** Asks for the server's health ten times a second: how long its event loop keeps others waiting. */
export function measuredPing(url: string): { stop(): Promise<number[]> } {
  const times: number[] = [];
  let running = true;
  const work = (async () => {
    while (running) {
      const from = performance.now();
      await (await fetch(`${url}/healthz`)).text();
      times.push(performance.now() - from);
      await pause(100);
    }
  })();
  return {
    async stop() {
      running = false;
      await work;
      return times;
    },
  };
}
