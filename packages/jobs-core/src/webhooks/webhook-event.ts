/** What a delivery says, as far as it can be believed. */
export type WebhookEvent = SignedWebhook | UnsignedWebhook;

interface Delivered {
  readonly provider: string;
  readonly jobId: string;
  /** The job's kind, where the API has one or the payload names it. */
  readonly kind?: string;
  /** Resumes the job in any process: `client.resume(token)`. Missing where the kind is. */
  readonly token?: string;
  /**
   * The same in every delivery of one event: what has been seen is a repeat and can be dropped. The API's own id, else
   * `sha256:` and the digest of the body.
   */
  readonly eventId: string;
}

/** A delivery that the API has made: its signature is right. It may still be late, or one of several. */
export interface SignedWebhook extends Delivered {
  readonly signed: true;
  /** When it was signed: milliseconds since the epoch. Missing where the API does not sign the time. */
  readonly sentAt?: number;
  /** The body as it came. */
  readonly payload: unknown;
}

/**
 * A delivery that anybody may have made. It has no payload, for there is nothing in it to be believed: it says that a look
 * at the job may be worth it, no more.
 */
export interface UnsignedWebhook extends Delivered {
  readonly signed: false;
}
