import type { PgBoss } from "pg-boss";

/** pg-boss's queues, one for each queue of each group. */
export interface JobQueues {
  /** The name of a queue, which is made where it is missing. */
  open(group: string, queue: string): Promise<string>;
}

/** Work that nobody has ended is never given up. */
const MOST_RETRIES = 1_000_000;
const DAY_SECONDS = 86_400;
const KEPT_SECONDS = 60;

export function createJobQueues(boss: PgBoss, heartbeatSeconds: number): JobQueues {
  const opened = new Map<string, Promise<string>>();
  return {
    open(group, queue) {
      const name = `${group}.${queue}`;
      const known = opened.get(name) ?? openQueue(boss, name, heartbeatSeconds);
      opened.set(name, known);
      known.catch(() => opened.delete(name));
      return known;
    },
  };
}

async function openQueue(boss: PgBoss, name: string, heartbeatSeconds: number): Promise<string> {
  await boss.createQueue(name, {
    retryLimit: MOST_RETRIES,
    heartbeatSeconds,
    // The heartbeat tells the dead from the slow; this is pg-boss's longest.
    expireInSeconds: DAY_SECONDS - 1,
    retentionSeconds: 365 * DAY_SECONDS,
    deleteAfterSeconds: KEPT_SECONDS,
  });
  return name;
}

/** One attempt at one job of pg-boss: what a claim's lease is made of. */
export interface LeasedJob {
  name: string;
  id: string;
  retryCount: number;
}

export function writeLease({ name, id, retryCount }: LeasedJob): string {
  return `${name}|${id}|${retryCount}`;
}

export function readLease(lease: string): LeasedJob {
  const [name = "", id = "", retryCount = "0"] = lease.split("|");
  return { name, id, retryCount: Number(retryCount) };
}
