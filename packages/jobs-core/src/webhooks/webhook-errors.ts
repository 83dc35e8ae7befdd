import { JobsError } from "../errors/jobs-error.js";

/** A request that is no webhook of the API. Root of the errors that `verifyWebhook` throws about what it was given. */
export class WebhookError extends JobsError {
  static override readonly code: string = "webhook";
  static override readonly hint: string = "Answer with answerStatus, and do nothing else.";
  /** The HTTP status that the sender is owed. */
  static readonly answerStatus: number = 400;

  /** The HTTP status that the sender is owed. */
  get answerStatus(): number {
    return (this.constructor as typeof WebhookError).answerStatus;
  }

  /** Like `instanceof`, and true as well for an error made by another copy of this package. */
  static override isInstance<T extends typeof JobsError>(this: T, value: unknown): value is InstanceType<T> {
    if (!JobsError.isInstance(value)) return false;
    return this.code === "webhook" ? /^webhook/.test(value.code) : value.code === this.code;
  }
}

/** The signature is missing, or none of the secrets has made it. */
export class WebhookSignatureError extends WebhookError {
  static override readonly code = "webhook_signature";
  static override readonly answerStatus = 401;
  static override readonly hint =
    "Answer 401. If all are refused, check the secret, and that the body is the bytes as they came, not parsed again.";
}

/** The signature is right, and its time is too far from now, in the past or in the future: it may be a repeat. */
export class WebhookTimestampError extends WebhookError {
  static override readonly code = "webhook_timestamp";
  static override readonly answerStatus = 401;
  static override readonly hint = "Answer 401. If all are refused, check this machine's clock.";
}

/** Not a webhook as the API sends it: no JSON, no job id, no timestamp where one belongs. */
export class WebhookMalformedError extends WebhookError {
  static override readonly code = "webhook_malformed";
  static override readonly hint =
    "Answer 400. If all are refused, the API sends something that its spec does not say.";
}

/** Larger than any webhook; it was not looked at. */
export class WebhookTooLargeError extends WebhookError {
  static override readonly code = "webhook_too_large";
  static override readonly answerStatus = 413;
  static override readonly hint = "Answer 413, best before all of it has been read.";
}

/** The API signs nothing, or nobody knows how, so that anybody may have sent this. */
export class WebhookUnsignedError extends WebhookError {
  static override readonly code = "webhook_unsigned";
  static override readonly answerStatus = 401;
  static override readonly hint =
    'Pass unsigned: "wake" to get the job\'s id, then read the job through the API; nothing else in it can be believed.';
}
