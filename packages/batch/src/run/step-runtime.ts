import { createHash } from "node:crypto";
import { type Clock, createJobsClient, type JobsClient, type ListClient } from "@docjobs/jobs-core";
import type { Slot, WorkQueue } from "@docjobs/work-queue";
import type { BatchOptions, BatchStep } from "../batch-options.js";
import type { PlannedStep } from "../plan/batch-steps.js";
import { politeFetch } from "./polite-fetch.js";

/** A step that is ready to work. */
export interface StepRuntime extends PlannedStep {
  client: JobsClient & Partial<ListClient>;
  /** Key of the budget and the slots that all batches with this account share. */
  lane: string;
  slot: Slot & { perGroup: number };
}

export interface RuntimeOptions {
  queue: WorkQueue;
  clock: Clock;
  concurrency: number;
  onPause: (ms: number) => void;
}

const DEFAULT_CONCURRENCY = 8;

/** Jobs that a batch may have at the API at a time. */
export function concurrencyOf({ concurrency = DEFAULT_CONCURRENCY }: BatchOptions): number {
  return Math.max(1, Math.floor(concurrency));
}

/** A client for the step whose requests share the budget of all that have the same key. */
export function openStep(
  planned: PlannedStep,
  { clientOptions = {} }: BatchStep,
  { queue, clock, concurrency, onPause }: RuntimeOptions,
): StepRuntime {
  const { api } = planned;
  const lane = laneOf(planned, clientOptions.apiKey);
  const { perMinute, inFlight = Infinity } = api.limits;
  const origin = new URL(clientOptions.baseUrl ?? api.baseUrl).origin;
  const fetch = politeFetch({
    fetch: clientOptions.fetch ?? globalThis.fetch.bind(globalThis),
    origin,
    queue,
    lane,
    rate: perMinute === undefined ? undefined : { perSecond: perMinute / 60, burst: perMinute },
    clock,
    onPause,
  });
  return {
    ...planned,
    // The slots keep to the jobs in flight, over all processes: a client that counted its own would hold up what may go on.
    client: createJobsClient(api, {
      ...clientOptions,
      fetch,
      limits: { ...clientOptions.limits, inFlight: Infinity },
    }),
    lane,
    // What the API grants holds over all batches, what the user wants for this one.
    slot: { key: lane, limit: inFlight, perGroup: concurrency },
  };
}

/** The key itself is nowhere: a part of its hash tells two accounts apart. */
function laneOf({ api, account }: PlannedStep, apiKey: string | undefined): string {
  const hash = createHash("sha256").update(JSON.stringify([api.provider, account, apiKey?.trim() ?? ""]));
  return `${api.provider}:${hash.digest("hex").slice(0, 12)}`;
}
