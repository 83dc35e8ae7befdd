import type { Tier } from "./apis/anchorgrid/tiers.js";
import type { EnginePool } from "./jobs/engine-pool.js";
import type { RateLimits } from "./http/rate-limits.js";
import type { JobRunner } from "./jobs/job-runner.js";
import type { Resolve } from "./net/pin-address.js";
import type { BlobStore, HeldBlob } from "./store/blob-store.js";
import type { Database } from "./store/open-database.js";
import type { Store } from "./store/store.js";
import type { UploadFiles } from "./store/upload-files.js";

/** What handlers work with. */
export interface ServerContext {
  store: Store;
  /** The store's own. */
  database: Database;
  blobs: BlobStore;
  uploads: UploadFiles;
  jobs: JobRunner;
  pool: EnginePool;
  /** Milliseconds since 1970. */
  now(): number;
  /** When this process began to serve. */
  startedAt: number;
  rates: RateLimits;
  /** How long something is kept: its API's time, or the one that the server was started with. */
  retention(defaultMs: number): number;
  /** Time that each job stays queued at least. */
  queueDelayMs: number;
  /** Hosts that webhooks may go to, beside this machine. */
  webhookHosts: readonly string[];
  /** Hosts that inputs may be fetched from, beside this machine. */
  fetchHosts: readonly string[];
  resolve: Resolve;
  /** Requests a minute for LDX hub's files by one key; undefined for any number. */
  hubRequestsPerMinute: number | undefined;
  /** Jobs of all accounts that may wait or run. */
  maxQueued: number;
  /** Jobs a day of one account at convert.fast; undefined for any number. */
  dailyJobs: number | undefined;
  /** AnchorGrid's plan. */
  tier: Tier;
  /** Lets go of a content that was refused, and deletes it if nothing else uses it. */
  discard(blob: HeldBlob): Promise<void>;
  /** Deletes those of the contents that nothing uses. */
  removeUnused(contents: Iterable<string | null>): Promise<void>;
  /** A URL at this server that gives one content without a key, until it expires. */
  presign(content: PresignedContent): string;
}

export interface PresignedContent {
  sha256: string;
  name: string;
  contentType: string;
  expiresAt: number;
}
