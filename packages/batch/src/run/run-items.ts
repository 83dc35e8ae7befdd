import { JobsError } from "@docjobs/jobs-core";
import type { Counts } from "@docjobs/work-queue";
import type { BatchProgress, BatchStop } from "../batch-options.js";
import { FOLLOW_QUEUE, type Item, type ItemClaim, submitQueue } from "../item.js";
import { StopRunError } from "./after-failure.js";
import { followItem } from "./follow-item.js";
import { createStrandedPlaces } from "./free-stranded.js";
import { createOutage, isServiceFailure, type Outage } from "./outage.js";
import { reconcileItem } from "./reconcile-item.js";
import { ClaimLostError, type RunContext } from "./run-context.js";
import type { StepRuntime } from "./step-runtime.js";
import { stopFor } from "./stop-for.js";
import { submitItem } from "./submit-item.js";
import { placesLeft, takePlace } from "./take-place.js";

export interface ItemsRun {
  context: RunContext;
  /** Ends the run at once: nothing further is begun, what is under way may end. */
  signal: AbortSignal;
  /** Told of items that have ended; the run waits for it. Without it they are another process's to tell. */
  onEnded?: (items: readonly Item[]) => Promise<void>;
  onProgress: (progress: BatchProgress) => void;
}

/** Steps that are under way at a time; each has one request. */
const MOST_STEPS = 16;
const HEARTBEAT_MS = 15_000;
const RECOVER_MS = 10_000;
const PROGRESS_MS = 500;
const FREE_EVERY_MS = 500;
const LONGEST_NAP_MS = 1000;
const SHORTEST_NAP_MS = 5;
const TOLD_AT_ONCE = 200;

/** Takes every item as far as it goes. Resolves to why it ended before all had; undefined where they have. */
export async function runItems(run: ItemsRun): Promise<BatchStop | undefined> {
  const { context, signal } = run;
  const { queue, batch, clock, limits } = context;
  const { total } = await queue.counts(batch);
  const outage = createOutage({ ...limits, items: total }, () => clock.monotonic());
  const active = new Set<Promise<void>>();
  const freeStranded = createStrandedPlaces(context);
  let freeAt = 0;
  let stop: BatchStop | undefined;
  /** The budget is used up: nothing more is submitted, but what was paid for is fetched. */
  let spent: BatchStop | undefined;
  let wake = (): void => undefined;
  let progressAt = -Infinity;
  let recoverAt = clock.monotonic() + RECOVER_MS;

  function end(error: unknown): void {
    if (error instanceof StopRunError && error.stop.reason === "credits") spent ??= error.stop;
    else stop ??= error instanceof StopRunError ? error.stop : stopFor(error);
  }

  function begin(work: () => Promise<void>): void {
    const step = work()
      .catch(end)
      .finally(() => {
        active.delete(step);
        wake();
      });
    active.add(step);
  }

  /** How many items were begun. */
  async function beginItems(): Promise<number> {
    if (stop || clock.monotonic() < outage.pausedUntil) return 0;
    const most = Math.min(MOST_STEPS, outage.mostAtOnce) - active.size;
    const { claims, full } = await claimItems(context, most, spent === undefined);
    for (const claim of claims) begin(() => workOn(context, claim, outage));
    if (full && clock.monotonic() >= freeAt) {
      freeAt = Infinity;
      begin(() => free(full));
    }
    return claims.length;
  }

  for (;;) {
    if (signal.aborted) stop ??= { reason: "aborted" };
    if (outage.verdict) stop ??= { reason: "outage", ...outage.verdict };
    let begun = 0;
    let counts: Counts | undefined;
    try {
      if (clock.monotonic() >= recoverAt) {
        await queue.recover();
        recoverAt = clock.monotonic() + RECOVER_MS;
      }
      begun = await beginItems();
      await tellEnded(run);
      if (clock.monotonic() - progressAt >= PROGRESS_MS) {
        counts = await queue.counts(batch);
        progressAt = clock.monotonic();
        run.onProgress(progressOf(context, counts, outage));
      }
      if (begun === 0 && active.size === 0) {
        counts ??= await queue.counts(batch);
        if (counts.states.ready + counts.states.active === 0) break;
        if (spent && atTheApi(counts) === 0) stop ??= spent;
      }
    } catch (error) {
      end(error);
    }
    if (stop && active.size === 0) break;
    if (begun === 0) await nap(active.size, counts);
  }
  await tellEnded(run).catch(end);
  try {
    run.onProgress(progressOf(context, await queue.counts(batch), outage));
  } catch (error) {
    end(error);
  }
  return stop;

  /** Whose batch is not this one is not this run's to judge: only failures of the service count. */
  async function free(step: StepRuntime): Promise<void> {
    await freeStranded(step).catch((error: unknown) => {
      if (isServiceFailure(error)) outage.failed(error);
      else if (!JobsError.isInstance(error)) throw error;
    });
    freeAt = clock.monotonic() + FREE_EVERY_MS;
  }

  /** Until a step ends, the next item is due, or it is time to look again. */
  async function nap(activeSteps: number, counts: Counts | undefined): Promise<void> {
    const dueMs = (counts?.nextDueAt ?? Infinity) - clock.now();
    const pauseMs = outage.pausedUntil - clock.monotonic();
    const wantedMs = Math.max(
      activeSteps > 0 ? LONGEST_NAP_MS / 5 : Math.min(dueMs, LONGEST_NAP_MS),
      pauseMs,
    );
    const control = new AbortController();
    const woken = new Promise<void>((resolve) => (wake = resolve));
    const stopNap = (): void => wake();
    signal.addEventListener("abort", stopNap, { once: true });
    const napMs = Math.min(Math.max(wantedMs, SHORTEST_NAP_MS), LONGEST_NAP_MS);
    await Promise.race([clock.sleep(napMs, control.signal).catch(() => undefined), woken]);
    control.abort();
    signal.removeEventListener("abort", stopNap);
  }
}

interface ClaimedItems {
  claims: ItemClaim[];
  /** A step for which other batches have all places at the API, while items of this one wait. */
  full?: StepRuntime;
}

/** What is at the API goes first: it frees places for what is planned. */
async function claimItems(context: RunContext, limit: number, maySubmit: boolean): Promise<ClaimedItems> {
  const { queue, batch: group, steps, clock } = context;
  const claims: ItemClaim[] = [];
  let full: StepRuntime | undefined;
  if (limit <= 0) return { claims };
  for (const work of await queue.claim({ group, queue: FOLLOW_QUEUE, limit })) {
    // The rows of the queue are this batch's own.
    const claim = work as unknown as ItemClaim;
    // Somebody took its place and died; another process may have given it back meanwhile.
    if (claim.phase !== "planned" || (await takePlace(context, claim))) claims.push(claim);
  }
  for (let index = steps.length - 1; maySubmit && index >= 0 && claims.length < limit; index--) {
    const step = steps[index];
    if (!step || (await queue.heldUntil(step.lane)) > clock.now()) continue;
    const { own, all } = await placesLeft(context, step);
    if (own > 0 && all <= 0 && (await hasPlanned(context))) full = step;
    const room = Math.min(limit - claims.length, own, all);
    if (room <= 0) continue;
    for (const work of await queue.claim({ group, queue: submitQueue(index), limit: room })) {
      const claim = work as unknown as ItemClaim;
      if (await takePlace(context, claim)) claims.push(claim);
    }
  }
  return { claims, ...(full && { full }) };
}

/** Items whose jobs were submitted and whose results are not saved yet. */
function atTheApi({ phases }: Counts): number {
  return (phases["submitting"] ?? 0) + (phases["submitted"] ?? 0) + (phases["done"] ?? 0);
}

async function hasPlanned({ queue, batch: group }: RunContext): Promise<boolean> {
  return (await queue.list({ group, phases: ["planned"], limit: 1 })).length > 0;
}

async function workOn(context: RunContext, claim: ItemClaim, outage: Outage): Promise<void> {
  const stopBeating = keepClaim(context, claim);
  try {
    await takeStep(context, claim);
    outage.succeeded();
  } catch (error) {
    if (error instanceof ClaimLostError) return;
    if (!isServiceFailure(error) && !isUnknownSubmit(error)) throw error;
    outage.failed(error);
  } finally {
    stopBeating();
  }
}

function isUnknownSubmit(error: unknown): boolean {
  return (error as { code?: unknown }).code === "submit_outcome_unknown";
}

async function takeStep(context: RunContext, claim: ItemClaim): Promise<void> {
  switch (claim.phase) {
    case "planned":
      return submitItem(context, claim);
    case "submitting":
      return reconcileItem(context, claim);
    default:
      return followItem(context, claim);
  }
}

/** A long upload keeps its claim. */
function keepClaim({ queue, clock }: RunContext, claim: ItemClaim): () => void {
  const control = new AbortController();
  void (async () => {
    for (;;) {
      await clock.sleep(HEARTBEAT_MS, control.signal);
      await queue.heartbeat(claim);
    }
  })().catch(() => undefined);
  return () => control.abort();
}

async function tellEnded({ context: { queue, batch: group }, onEnded }: ItemsRun): Promise<void> {
  for (; onEnded;) {
    const ended = await queue.list({ group, unseen: true, limit: TOLD_AT_ONCE });
    if (ended.length === 0) return;
    await onEnded(ended as unknown as Item[]);
    await queue.markSeen(ended.map(({ id }) => id));
  }
}

function progressOf({ clock }: RunContext, counts: Counts, { pausedUntil }: Outage): BatchProgress {
  return { counts, credits: counts.cost, pausedMs: Math.max(pausedUntil - clock.monotonic(), 0) };
}
