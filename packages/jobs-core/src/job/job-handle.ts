import type { CallOptions } from "../http/call-options.js";
import type { JobSnapshot, SucceededJob } from "./job-snapshot.js";
import type { Capability, KindTypes } from "../kind-types.js";

/** One job. Not a promise: `wait()` is the promise. */
export type JobHandle<K extends KindTypes = KindTypes> = Followable<JobSnapshot<K>, SucceededJob<K>> &
  Able<K, "cancel", Cancelable> &
  Able<K, "delete", Deletable>;

/** What every handle can do. Takes its snapshots rather than its kind, so that any handle is a `JobHandle`. */
export interface Followable<Snapshot, Succeeded> {
  readonly provider: string;
  readonly kind: string;
  readonly id: string;
  /** Resumes the job in any process: `client.resume(token)`. Holds no URL and no secret. */
  readonly token: string;
  /** The newest snapshot that this handle has seen; undefined before the first. Makes no request. */
  readonly latest: Snapshot | undefined;
  /** Looks at the job once. Throws JobNotFoundError when it is unknown, foreign or expired. */
  snapshot(options?: CallOptions): Promise<Snapshot>;
  /** What is known now, then every change, until the job has ended. Has no deadline: use `signal`. */
  events(options?: CallOptions): AsyncGenerator<Snapshot, void, undefined>;
  /**
   * Resolves when the job has succeeded. Throws JobFailedError, JobCanceledError, JobExpiredError; WaitTimeoutError
   * when the deadline passes first; AbortedError on abort. None of them ends the job.
   */
  wait(options?: WaitOptions<Snapshot>): Promise<Succeeded>;
}

export interface WaitOptions<Snapshot = JobSnapshot> extends CallOptions {
  /** Deadline, from now. Default 600 000 (ten minutes). */
  timeoutMs?: number | undefined;
  /** Called for what is known now and for every change. */
  onEvent?: ((snapshot: Snapshot) => void) | undefined;
  /**
   * Lets a webhook shorten the wait: it is called once with a function that asks for a look now, and returns what takes
   * it off again when the wait is over. Calls are put together, and a look comes no sooner than the API's shortest
   * polling interval and its rate limits allow. Polling goes on beside it, so that a lost webhook costs time alone.
   */
  wake?: ((poll: () => void) => (() => void) | void) | undefined;
}

export interface Cancelable {
  /**
   * Asks the API to end the job; resolves when it has agreed, or when the job is canceled already. Throws
   * JobNotCancelableError when the API refuses.
   */
  cancel(options?: CallOptions): Promise<void>;
}

export interface Deletable {
  /** Removes the job and its files. Throws JobNotDeletableError when the API refuses. */
  delete(options?: CallOptions): Promise<void>;
}

/** `Methods` where every kind in K has the capability; optional where K is not known; else nothing. */
type Able<K extends KindTypes, Name extends Capability, Methods> = unknown extends K["job"]
  ? Partial<Methods>
  : false extends (K extends KindTypes ? (Name extends K["can"] ? true : false) : never)
    ? unknown
    : Methods;
