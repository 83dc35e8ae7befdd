import { type Kysely, sql } from "kysely";
import type { Tables } from "../tables.js";

/** The database's clock, as this process reckons it: clocks of machines differ. */
export interface SharedClock {
  now(): number;
  /** Compares the clocks. */
  adjust(): Promise<void>;
  stop(): void;
}

const adjustEveryMs = 60_000;

export function keepTime(database: Kysely<Tables>): SharedClock {
  let aheadMs = 0;
  async function adjust(): Promise<void> {
    const asked = Date.now();
    const { rows } = await sql<{ at: number }>`
      select (extract(epoch from clock_timestamp()) * 1000)::bigint as at`.execute(database);
    // It was read somewhere between question and answer.
    aheadMs = (rows[0]?.at ?? asked) - (asked + Date.now()) / 2;
  }
  const timer = setInterval(() => void adjust().catch(() => undefined), adjustEveryMs);
  timer.unref();
  return {
    now: () => Math.round(Date.now() + aheadMs),
    adjust,
    stop: () => clearInterval(timer),
  };
}
