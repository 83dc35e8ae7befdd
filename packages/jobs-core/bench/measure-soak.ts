import { parseArgs } from "node:util";
import { setTimeout as pause } from "node:timers/promises";
import { pollMs } from "./slow-jobs.js";
import { receive, send } from "./messages.js";

/** What one process has seen of its own waits. */
export interface Soak {
  /** Waits that ended with another result than their own, or with none. */
  lost: number;
  /** What some of them ended with. */
  reasons: string[];
  warnings: string[];
  /** Collected garbage, and then: per wait, what was there more than before the first. */
  heapPerWait: number;
  residentPerWait: number;
  /** And what was left per wait after the last had ended. */
  leftPerWait: number;
  /**
   * Collected bytes of heap while all wait: the least of each polling interval, since requests that are under way come and
   * go. Without the first interval, in which all are looked at for the first time.
   */
  heap: number[];
  /** Of the straight line that fits these best. */
  slopePerMinute: number;
  /** From the first wait to the last, without that for collecting garbage. */
  cpuSeconds: number;
  seconds: number;
}

const sampleMs = 5000;
/** Idle connections are closed by then. */
const settleMs = 7000;
const warmUps = 200;

const { values } = parseArgs({
  options: { url: { type: "string" }, waits: { type: "string" }, soakMs: { type: "string" } },
});
const { url = "" } = values;
const soakMs = Number(values.soakMs);
const waits = Number(values.waits);

/** Runs `waitFor(url)` for all jobs at once and tells the parent process what that took. */
export async function measureSoak(
  prepare: (url: string) => (id: string, index: number) => Promise<unknown>,
): Promise<void> {
  const warnings: string[] = [];
  process.on("warning", (warning) => warnings.push(`${warning.name}: ${warning.message}`));
  const waitFor = prepare(url);
  // What is loaded at the first request is no wait's.
  await Promise.all(Array.from({ length: warmUps }, (_, index) => waitFor(`done-${index}`, index)));
  let collectingUs = 0;
  const collect = async (): Promise<NodeJS.MemoryUsage> => {
    // What finalizers let go of is collected the second time.
    for (let turn = 0; turn < 2; turn++) {
      await new Promise(setImmediate);
      const before = cpuUs();
      globalThis.gc?.();
      collectingUs += cpuUs() - before;
    }
    return process.memoryUsage();
  };
  await pause(settleMs);
  const before = await collect();
  const isStarted = receive(process, "go");
  send({ type: "ready" });
  await isStarted;

  collectingUs = 0;
  const cpuBefore = cpuUs();
  const startedAt = performance.now();
  const all = Promise.allSettled(Array.from({ length: waits }, (_, index) => waitFor(`nap-${index}`, index)));
  const least: NodeJS.MemoryUsage[] = [];
  for (;;) {
    await pause(sampleMs);
    const at = performance.now() - startedAt;
    if (at > soakMs) break;
    if (at < pollMs) continue;
    const interval = Math.floor(at / pollMs) - 1;
    const memory = await collect();
    if (memory.heapUsed < (least[interval]?.heapUsed ?? Infinity)) least[interval] = memory;
  }
  const results = await all;
  const seconds = (performance.now() - startedAt) / 1000;
  const cpuSeconds = (cpuUs() - cpuBefore - collectingUs) / 1e6;
  const lost = results.filter(
    (result, index) =>
      result.status === "rejected" || (result.value as { sleeper?: string }).sleeper !== `nap-${index}`,
  ).length;
  const reasons = results.flatMap((result) => (result.status === "rejected" ? [String(result.reason)] : []));
  reasons.splice(3);
  results.length = 0;
  await pause(settleMs);
  const after = await collect();
  const heap = least.map(({ heapUsed }) => heapUsed);
  send({
    type: "soaked",
    soak: {
      lost,
      reasons,
      warnings,
      heapPerWait: (median(heap) - before.heapUsed) / waits,
      residentPerWait: (median(least.map(({ rss }) => rss)) - before.rss) / waits,
      leftPerWait: (after.heapUsed - before.heapUsed) / waits,
      heap,
      slopePerMinute: slope(heap.map((bytes, interval) => [(interval * pollMs) / 60_000, bytes])),
      cpuSeconds,
      seconds,
    },
  });
  process.disconnect();
}

function cpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** Of the line with the least squares. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (index: 0 | 1): number => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return over / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
