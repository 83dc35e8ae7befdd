import type { Kysely, RawBuilder, Transaction } from "kysely";
import type { Database } from "./open-database.js";
import type { Tables } from "./tables.js";

/** The server's rows: in a file that this process alone has, or in a PostgreSQL that any number of processes share. */
export interface Store {
  database: Database;
  /** True where other processes may work on the same rows. */
  isShared: boolean;
  /** Milliseconds since 1970 by the clock that all who share the rows go by; in SQL, for leases. */
  clock: RawBuilder<number>;
  /** The same clock, as this process knows it. */
  now(): number;
  /** Keeps others out until the transaction ends, of whatever process they are. */
  lock(transaction: Transaction<Tables>, area: LockArea, key: string): Promise<void>;
  /** Does the work with no other process at the same area and key. Within the process the caller sees to that. */
  exclusively<T>(area: LockArea, key: string, work: (database: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** Does the work unless another process is at it; then nothing. */
  unlessBusy(area: LockArea, work: () => Promise<void>): Promise<void>;
  /** Tells the other processes something once the transaction is committed. */
  tell(transaction: Transaction<Tables>, message: StoreMessage): Promise<void>;
  /** Hears what other processes tell; `missed` when something may not have come through. */
  hear(listener: (message: StoreMessage | "missed") => void): void;
  close(): Promise<void>;
}

/** What locks are for; the same key is another lock in another area. */
export type LockArea = "account" | "running" | "content" | "upload" | "rate" | "sweep";

/** What processes tell each other. */
export type StoreMessage =
  /** A job may be started. */
  | { type: "queued" }
  /** A job has ended; whoever runs it is to stop. */
  | { type: "ended"; jobId: string };
