import type { IncomingHttpHeaders } from "node:http";
import { verifyWebhook, WebhookError, type WebhookEvent } from "@docjobs/jobs-core/webhooks";
import type { ProviderEntry } from "../provider-entry.js";
import { signsWebhooks } from "./webhook-secrets.js";

/** One request of a sender. */
export interface ReceivedRequest {
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** What was made of a request. */
export interface Delivery {
  outcome: "verified" | "unverified" | "repeat" | "refused";
  event?: WebhookEvent;
  /** Why it is refused, or not verified. */
  reason: string | null;
  /** HTTP status that the program behind gave it; null where there is none, or where it did not answer. */
  forwarded: number | null;
  /** HTTP status that the sender is given. */
  answer: number;
}

export interface Receiver {
  provider: ProviderEntry;
  secrets: readonly string[];
  /** Passes it on; resolves to the HTTP status, or undefined where there was no answer. */
  forward?: ((request: ReceivedRequest) => Promise<number | undefined>) | undefined;
}

/**
 * Judges deliveries, passes each event on once, and says what the sender is to be told. An event counts as seen when the
 * program behind has taken it: until then the sender may try again.
 */
export function receiveDeliveries(receiver: Receiver): (request: ReceivedRequest) => Promise<Delivery> {
  const seen = new Map<string, Promise<Delivery>>();
  return async (request) => {
    let judged: { event: WebhookEvent; reason: string | null };
    try {
      judged = await judge(receiver, request);
    } catch (error) {
      if (!WebhookError.isInstance(error)) throw error;
      return { outcome: "refused", reason: error.message, forwarded: null, answer: error.answerStatus };
    }
    const { eventId } = judged.event;
    const earlier = seen.get(eventId);
    if (earlier) {
      const { answer } = await earlier;
      if (answer < 300) return { outcome: "repeat", ...judged, forwarded: null, answer };
    }
    const taken = take(receiver, request, judged);
    seen.set(eventId, taken);
    if (seen.size > MOST_EVENTS) for (const oldest of seen.keys()) return (seen.delete(oldest), taken);
    return taken;
  };
}

async function judge(
  { provider, secrets }: Receiver,
  { headers, body }: ReceivedRequest,
): Promise<{ event: WebhookEvent; reason: string | null }> {
  const options = { api: provider.api, headers, body, secrets, unsigned: "wake" } as const;
  if (!signsWebhooks(provider))
    return { event: await verifyWebhook(options), reason: `${provider.api.title} signs nothing` };
  if (secrets.length > 0) return { event: await verifyWebhook(options), reason: null };
  const { signature: _, ...webhook } = provider.api.webhook ?? {};
  const event = await verifyWebhook({ ...options, api: { ...provider.api, webhook } });
  return { event, reason: "no secret is known here" };
}

async function take(
  { forward }: Receiver,
  request: ReceivedRequest,
  { event, reason }: { event: WebhookEvent; reason: string | null },
): Promise<Delivery> {
  const forwarded = forward && ((await forward(request)) ?? null);
  return {
    outcome: event.signed ? "verified" : "unverified",
    event,
    reason,
    forwarded: forwarded ?? null,
    // A redirect is no answer that a sender could use.
    answer: forward ? (forwarded && (forwarded < 300 || forwarded >= 400) ? forwarded : 502) : 204,
  };
}

const MOST_EVENTS = 10_000;
