/** Limits of the exchanges with a server. Each has a default. */
export interface Limits {
  /** Until the answer's head, when nothing is being uploaded. Default 20 s. */
  connectMs: number;
  /** Silence in the middle of an upload or an answer. Default 30 s. */
  idleMs: number;
  /** A whole exchange, a streamed download excepted; an upload adds its size at `minBytesPerSecond`. Default 120 s. */
  totalMs: number;
  /** Slowest transfer that still counts as one, over `idleMs`. Default 4096. */
  minBytesPerSecond: number;
  /** Decoded bytes of a JSON answer. Default 16 MiB. */
  jsonBytes: number;
  /** Decoded bytes of a result. Default 4 GiB. */
  resultBytes: number;
  /** Status requests that are under way at once; others wait their turn. Default 256. */
  statusRequests: number;
  /** How long a submit beyond `inFlight` waits until one of the client's own jobs ends. Default 600 s. */
  placeMs?: number;
  /** Jobs of this client that are queued or running at once; `Infinity` for as many as the API takes. Default: what its spec declares. */
  inFlight?: number;
}

export type LimitOptions = Partial<Limits>;

export const defaultLimits: Limits = {
  connectMs: 20_000,
  idleMs: 30_000,
  totalMs: 120_000,
  minBytesPerSecond: 4096,
  jsonBytes: 16 * 2 ** 20,
  resultBytes: 4 * 2 ** 30,
  statusRequests: 256,
};
