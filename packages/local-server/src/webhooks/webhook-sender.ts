import { pinAddress, type Resolve } from "../net/pin-address.js";
import { sendPinned } from "../net/send-pinned.js";
import { retryWhileAway } from "../store/retry-while-away.js";
import type { Store } from "../store/store.js";
import type { Delivery, Job } from "../store/tables.js";
import { claimDeliveries, nextDeliveryAt } from "./claim-deliveries.js";
import type { WebhookForm } from "./webhook-form.js";

/** Tells receivers that jobs have ended; again and later where they do not take it. */
export interface WebhookSender {
  /** Delivers what is due, now and whenever something becomes due. */
  wake(): void;
  /** Resolves when nothing is due any more. */
  settled(): Promise<void>;
  /** Gives up deliveries under way; they are made again by the next sender. */
  close(): Promise<void>;
}

export interface WebhookSenderOptions {
  store: Store;
  /** This process among those that share the rows. */
  worker: string;
  /** By API. */
  forms: Readonly<Record<string, WebhookForm>>;
  /** Beside this machine. */
  allowedHosts: readonly string[];
  resolve: Resolve;
  now: () => number;
  log: (line: string) => void;
}

/** Waits after the attempts that failed; after the last one the delivery is given up. */
export const retryDelaysMs: readonly number[] = [5_000, 30_000, 120_000, 600_000, 3_600_000];

const timeLimitMs = 10_000;
/** Longer than an attempt: when it is over, the process that made it is gone. */
const leaseMs = 3 * timeLimitMs;
/** How often it is looked for what such a process has left. */
const lookEveryMs = 5_000;
const atOnce = 8;
const longestTimerMs = 2 ** 31 - 1;

export function startWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { store, worker, now, log } = options;
  const closing = new AbortController();
  let pumping: Promise<void> | undefined;
  let again = false;
  let timer: NodeJS.Timeout | undefined;

  function wake(): void {
    again = true;
    pumping ??= pump()
      .catch((error: unknown) => log(`webhooks: ${String(error)}`))
      .finally(() => {
        pumping = undefined;
      });
  }

  async function pump(): Promise<void> {
    while (again && !closing.signal.aborted) {
      again = false;
      const due = await claimDeliveries({ store, worker, now: now(), limit: atOnce, leaseMs });
      if (due.length > 0) again = true;
      await Promise.all(due.map((delivery) => deliver(delivery, options, closing.signal)));
    }
    if (closing.signal.aborted) return;
    const dueAt = await nextDeliveryAt(store);
    clearTimeout(timer);
    if (dueAt === undefined) return;
    timer = setTimeout(wake, Math.min(Math.max(dueAt - now(), 1), longestTimerMs));
    timer.unref();
  }

  const looking = store.isShared ? setInterval(wake, lookEveryMs) : undefined;
  looking?.unref();

  return {
    wake,
    async settled() {
      while (pumping) await pumping;
    },
    async close() {
      clearTimeout(timer);
      clearInterval(looking);
      closing.abort();
      await pumping;
    },
  };
}

async function deliver(
  delivery: Delivery,
  options: WebhookSenderOptions,
  closing: AbortSignal,
): Promise<void> {
  const { store, now, log } = options;
  const { attempts } = delivery;
  /** Unless another process has taken the delivery over. */
  const settle = (columns: Partial<Delivery>, told?: { jobId: string; at: number }): Promise<void> =>
    retryWhileAway(
      () =>
        store.database.transaction().execute(async (transaction) => {
          await transaction
            .updateTable("delivery")
            .set({ ...columns, leaseUntil: null })
            .where("id", "=", delivery.id)
            .where("worker", "=", options.worker)
            .where("attempts", "=", attempts)
            .execute();
          if (!told) return;
          await transaction
            .updateTable("job")
            .set({ webhookDeliveredAt: told.at })
            .where("id", "=", told.jobId)
            .execute();
        }),
      closing,
    );
  const job = await retryWhileAway(() => findJob(store, delivery.jobId), closing);
  // A job that was deleted has nothing to tell any more.
  if (!job) return settle({ givenUpAt: now(), lastError: "The job was deleted." });
  const failure = await post(job, delivery, options, closing);
  if (failure === undefined) {
    const at = now();
    return settle({ deliveredAt: at, lastError: null }, { jobId: job.id, at });
  }
  if (closing.aborted) return settle({ attempts: attempts - 1 });
  const delayMs = retryDelaysMs[attempts - 1];
  log(`webhook of job ${job.id}, attempt ${attempts}: ${failure}`);
  return settle(
    delayMs === undefined
      ? { givenUpAt: now(), lastError: failure }
      : { dueAt: now() + delayMs, lastError: failure },
  );
}

async function findJob({ database }: Store, id: string): Promise<Job | undefined> {
  return database.selectFrom("job").selectAll().where("id", "=", id).executeTakeFirst();
}

/** What went wrong; undefined where the receiver took it. */
async function post(
  job: Job,
  delivery: Delivery,
  { forms, allowedHosts, resolve }: WebhookSenderOptions,
  closing: AbortSignal,
): Promise<string | undefined> {
  const form = forms[job.api];
  if (!form || job.webhookUrl === null) return "The job has no webhook.";
  const { id: eventId, event, attempts: attempt } = delivery;
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeLimitMs);
  try {
    const url = new URL(job.webhookUrl);
    const { body, headers } = form.compose(job, { eventId, event, attempt });
    const response = await sendPinned({
      url,
      address: await pinAddress(url, { allowedHosts, resolve }),
      method: "POST",
      headers: {
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(body)),
        ...headers,
      },
      body,
      signal: AbortSignal.any([closing, limit.signal]),
    });
    // What the receiver says beside the status is of no interest.
    response.destroy();
    const status = response.statusCode ?? 0;
    return status >= 200 && status < 300 ? undefined : `The receiver answered ${status}.`;
  } catch (error) {
    if (limit.signal.aborted) return `The receiver did not answer within ${timeLimitMs / 1000} s.`;
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
