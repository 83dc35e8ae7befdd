import { pinAddress, type Resolve } from "../net/pin-address.js";
import { sendPinned } from "../net/send-pinned.js";
import type { Database } from "../store/open-database.js";
import type { Delivery, Job } from "../store/tables.js";
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
  database: Database;
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
const atOnce = 8;
const longestTimerMs = 2 ** 31 - 1;

export function startWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { database, now, log } = options;
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
      const due = await openDeliveries(database).where("dueAt", "<=", now()).limit(atOnce).execute();
      if (due.length > 0) again = true;
      await Promise.all(due.map((delivery) => deliver(delivery, options, closing.signal)));
    }
    if (closing.signal.aborted) return;
    const next = await openDeliveries(database).executeTakeFirst();
    clearTimeout(timer);
    if (!next) return;
    timer = setTimeout(wake, Math.min(Math.max(next.dueAt - now(), 1), longestTimerMs));
    timer.unref();
  }

  return {
    wake,
    async settled() {
      while (pumping) await pumping;
    },
    async close() {
      clearTimeout(timer);
      closing.abort();
      await pumping;
    },
  };
}

function openDeliveries(database: Database) {
  return database
    .selectFrom("delivery")
    .selectAll()
    .where("deliveredAt", "is", null)
    .where("givenUpAt", "is", null)
    .orderBy("dueAt");
}

async function deliver(
  delivery: Delivery,
  options: WebhookSenderOptions,
  closing: AbortSignal,
): Promise<void> {
  const { database, now, log } = options;
  const change = (columns: Partial<Delivery>): Promise<unknown> =>
    database.updateTable("delivery").set(columns).where("id", "=", delivery.id).execute();
  const job = await database
    .selectFrom("job")
    .selectAll()
    .where("id", "=", delivery.jobId)
    .executeTakeFirst();
  // A job that was deleted has nothing to tell any more.
  if (!job) return void (await change({ givenUpAt: now(), lastError: "The job was deleted." }));
  const attempt = delivery.attempts + 1;
  // Counted first: after a crash in between, the number is higher than what was sent, never lower.
  await change({ attempts: attempt });
  const failure = await post(job, { ...delivery, attempts: attempt }, options, closing);
  if (failure === undefined) {
    const at = now();
    await change({ deliveredAt: at, lastError: null });
    await database.updateTable("job").set({ webhookDeliveredAt: at }).where("id", "=", job.id).execute();
    return;
  }
  if (closing.aborted) return void (await change({ attempts: delivery.attempts }));
  const delayMs = retryDelaysMs[delivery.attempts];
  log(`webhook of job ${job.id}, attempt ${attempt}: ${failure}`);
  await change(
    delayMs === undefined
      ? { givenUpAt: now(), lastError: failure }
      : { dueAt: now() + delayMs, lastError: failure },
  );
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
