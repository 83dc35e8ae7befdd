import type { Counts, WorkQueue } from "@docjobs/work-queue";
import { BATCH_NOTE, FOLLOW_QUEUE, type Item, type ItemData, submitQueue } from "../item.js";
import { readItems } from "../results/results-file.js";
import { costOf } from "../run/item-cost.js";

/** A batch as the state file describes it. */
export interface KnownBatch {
  id: string;
  /** When it was planned first: milliseconds since the epoch. */
  since: number;
  outputDirectory: string;
  overwrite: boolean;
  /** What it may cost, by its last run. */
  maxCredits?: number;
  steps: KnownStep[];
  counts: Counts;
}

export interface KnownStep {
  provider: string;
  kind: string;
  fields: Readonly<Record<string, unknown>>;
  extension: string;
  account: string;
}

export interface RetryOptions {
  /** Also what may exist at the API: a second job may be paid for. Default false. */
  unknown?: boolean | undefined;
  /** Also what was canceled. Default false. */
  canceled?: boolean | undefined;
}

/** Failures that are this machine's: the job is done, and its result is still at the API. */
const RESULT_ERRORS = ["file_exists", "output_file", "integrity"];

/** What the state knows, the oldest first. */
export async function listBatches(queue: WorkQueue): Promise<KnownBatch[]> {
  const batches: KnownBatch[] = [];
  for (const { key, value } of await queue.notes(BATCH_NOTE)) {
    const id = key.slice(BATCH_NOTE.length);
    const counts = await queue.counts(id);
    batches.push({ id, ...(value as Omit<KnownBatch, "id" | "counts">), counts });
  }
  return batches.sort((a, b) => a.since - b.since);
}

/** Queues failed items anew; resolves to how many. The next run of the batch takes them up. */
export async function retryItems(
  queue: WorkQueue,
  batch: string,
  { unknown = false, canceled = false }: RetryOptions = {},
): Promise<number> {
  const wanted = ["failed", ...(unknown ? ["unknown"] : []), ...(canceled ? ["canceled"] : [])];
  let count = 0;
  for await (const item of readItems(queue, batch, ["failed"])) {
    if (!wanted.includes(item.phase)) continue;
    const change = anew(item);
    if (await queue.reopen(item.id, { ...change, cost: { amount: costOf(change.data) } })) count++;
  }
  return count;
}

/** Back to where the failure was. */
function anew({ phase, data }: Item): { queue: string; phase: string; data: ItemData } {
  const { error, setbacks: _, times, ...kept } = data;
  const { ended: __, ...begun } = times;
  const isAtApi = phase === "failed" && data.token !== undefined && RESULT_ERRORS.includes(error?.code ?? "");
  if (isAtApi) return { queue: FOLLOW_QUEUE, phase: "submitted", data: { ...kept, times: begun } };
  const { submit: ___, jobId: ____, token: _____, files: ______, ...unsent } = kept;
  return {
    queue: submitQueue(data.step),
    phase: "planned",
    data: { ...unsent, times: { planned: times.planned } },
  };
}

/** Ends a job at the API; false where it cannot. */
export type CancelJob = (provider: string, token: string) => Promise<boolean>;

export interface Canceled {
  /** Items that had not been submitted. */
  planned: number;
  /** Jobs that the API has ended. */
  jobs: number;
  /** Jobs that go on, because the API does not cancel them. */
  left: number;
}

/** Ends every item that has not ended. Jobs that the API does not cancel stay, and a later run still saves their results. */
export async function cancelItems(
  queue: WorkQueue,
  { id: group, steps }: Pick<KnownBatch, "id" | "steps">,
  cancelJob: CancelJob,
): Promise<Canceled> {
  const canceled: Canceled = { planned: 0, jobs: 0, left: 0 };
  for (const name of steps.map((_, index) => submitQueue(index))) {
    for (;;) {
      const claims = await queue.claim({ group, queue: name, limit: 100, early: true });
      if (claims.length === 0) break;
      for (const claim of claims) {
        const change = { phase: "canceled", data: withEnd(claim.data as unknown as ItemData), slot: null };
        if ((await queue.fail(claim, change)) === "stored") canceled.planned++;
      }
    }
  }
  const following = await queue.claim({ group, queue: FOLLOW_QUEUE, limit: 100_000, early: true });
  for (const claim of following) {
    const data = claim.data as unknown as ItemData;
    const provider = steps[data.step]?.provider ?? "";
    if (claim.phase === "planned") {
      await queue.fail(claim, { phase: "canceled", data: withEnd(data), slot: null });
      canceled.planned++;
      continue;
    }
    const isEnded = data.token !== undefined && (await cancelJob(provider, data.token));
    if (isEnded) await queue.fail(claim, { phase: "canceled", data: withEnd(data), slot: null });
    else await queue.deferUntil(claim, claim.dueAt);
    canceled[isEnded ? "jobs" : "left"]++;
  }
  return canceled;
}

function withEnd(data: ItemData): ItemData {
  return {
    ...data,
    error: { code: "canceled", message: "The item was canceled." },
    times: { ...data.times, ended: Date.now() },
  };
}
