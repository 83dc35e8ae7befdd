/** What a failure knows beside its message; every field may be missing. */
export interface CliErrorDetails {
  code: string;
  hint?: string;
  provider?: string;
  jobId?: string;
  token?: string;
  retryable?: boolean;
  cause?: unknown;
}

/** A failure with its exit code and the next step, ready to be printed. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly exit: number;
  readonly details: CliErrorDetails;

  constructor(exit: number, message: string, details: CliErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.exit = exit;
    this.details = details;
  }
}
