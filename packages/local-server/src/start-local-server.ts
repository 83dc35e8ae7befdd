import type { AddressInfo } from "node:net";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { anchorgridApi } from "./apis/anchorgrid/anchorgrid-api.js";
import { anchorgridPolicy } from "./apis/anchorgrid/anchorgrid-policy.js";
import { anchorgridWebhookForm } from "./apis/anchorgrid/webhook-form.js";
import type { Tier } from "./apis/anchorgrid/tiers.js";
import { convertFastApi } from "./apis/convert-fast/convert-fast-api.js";
import { convertFastPolicy } from "./apis/convert-fast/convert-fast-policy.js";
import { convertFastWebhookForm } from "./apis/convert-fast/webhook-form.js";
import { castdocApi, renderocrApi } from "./apis/ldxhub/ldxhub-apis.js";
import { ldxhubPolicy } from "./apis/ldxhub/ldxhub-policy.js";
import { createFaultPlan, type FaultPlan } from "./faults/fault-plan.js";
import { type BindAddress, bindAddress, localUrl } from "./http/bind-address.js";
import { type AcceptedKey, acceptedKeys } from "./http/accepted-keys.js";
import { createApp } from "./http/create-app.js";
import { createRequestLimit } from "./http/limit-requests.js";
import { openPresignedUrls } from "./http/presigned-urls.js";
import { createEnginePool } from "./jobs/engine-pool.js";
import type { JobPolicy } from "./jobs/job-policy.js";
import { startJobRunner } from "./jobs/job-runner.js";
import type { ServerContext } from "./server-context.js";
import { type Resolve, resolveByDns } from "./net/pin-address.js";
import { openBlobStore } from "./store/blob-store.js";
import { type DataDirectoryLock, lockDataDirectory } from "./store/data-directory-lock.js";
import { createLogger, type LogLevel } from "./operation/create-logger.js";
import { createServerMetrics } from "./operation/server-metrics.js";
import { openDatabase } from "./store/open-database.js";
import { removeUnused, sweep, sweepOrphans } from "./store/sweep.js";
import { openUploadFiles } from "./store/upload-files.js";
import { startWebhookSender, type WebhookSender } from "./webhooks/webhook-sender.js";

export interface LocalServerOptions {
  /** Default 0: a free one. */
  port?: number;
  /** Where documents and jobs are kept; made if it is not there. One process at a time owns it. */
  dataDirectory: string;
  /** The only API keys that are accepted. Without them any key is. Each key is an account of its own. */
  key?: string | readonly string[];
  /** Further keys, each for the APIs that are named: `castdoc`, `renderocr`, `convert-fast`, `anchorgrid`. 403 or 401 at others. */
  limitedKeys?: Readonly<Record<string, readonly string[]>>;
  /** The IP address to listen on; 0.0.0.0 for a container. One that others can reach takes a `key`. Default: 127.0.0.1. */
  host?: string;
  /** Origin that others know the server by, for example `https://docs.example.com`; URLs that it hands out begin so. */
  publicUrl?: string;
  /** Further names that requests may come to, beside loopback ones and that of `publicUrl`; `*.example.com` for all under it. */
  allowedHosts?: readonly string[];
  /** Replaces every API's own time for keeping files and results. */
  retentionMs?: number;
  /** Keeps each job queued so long before it starts. Default 0. */
  queueDelayMs?: number;
  /** What goes wrong on purpose, for any request: `kind[=value][;probability=][;count=][;path=][;method=]`. Default: nothing. */
  faults?: readonly string[];
  /** Hosts that webhooks may be sent to, beside this machine; `*.example.com` for all under it. */
  webhookHosts?: readonly string[];
  /** Hosts that convert.fast's `inputUrl` may name, beside this machine. */
  fetchHosts?: readonly string[];
  /** How often a minute one key may ask for LDX hub's files, 429 beyond that; the API's own limit is about 100. Default: any number. */
  hubRequestsPerMinute?: number;
  /** How often a minute one key may ask each API, 429 beyond that. Default: any number. */
  requestsPerMinute?: number;
  /** How many jobs of all accounts may wait or run, 429 beyond that. Default: 10,000. */
  maxQueued?: number;
  /** How many jobs a day (UTC) one key may submit to convert.fast, as on a free plan; 402 beyond that. Default: any number. */
  dailyJobs?: number;
  /** AnchorGrid's plan, with its limits. Default: enterprise. */
  tier?: Tier;
  /** What is logged, as JSON lines. Default: warn where `log` is given, else nothing. */
  logLevel?: LogLevel;
  /** Takes the log's lines. Default: they go to stderr. */
  log?: (line: string) => void;
}

export interface LocalServer {
  /** As this machine reaches it, for example `http://127.0.0.1:4010`. */
  url: string;
  /**
   * Stops; unfinished jobs begin anew at the next start. With `drainMs` new jobs are refused at once (503 with Retry-After), and
   * those that run get so long to end.
   */
  close(options?: { drainMs?: number }): Promise<void>;
}

/** What tests replace or reach for. */
export interface LocalServerInternals {
  /** Milliseconds since 1970. */
  now?: () => number;
  /** From 0 to below 1. */
  random?: () => number;
  timeLimitMs?: number;
  /** Finds the addresses of names. */
  resolve?: Resolve;
  workerPath?: string;
  /** Jobs at a time. Default: as many as there are cores, six at most. */
  maxRunning?: number;
}

/** A server whose clockwork tests can turn by hand. */
export interface TestableServer extends LocalServer {
  sweep(): Promise<void>;
  /** Makes the deliveries that are due. */
  deliverWebhooks(): Promise<void>;
}

const jobTimeLimitMs = 30 * 60_000;
const sweepEveryMs = 30_000;
/** Downloads in progress may end so long after a stop was asked for. */
const drainMs = 1000;
const defaultMaxQueued = 10_000;

/**
 * Starts the four APIs on this machine, at one origin.
 *
 * @throws DataDirectoryInUseError when another process owns the data directory; FaultSpecError for faults that are not
 * understood; Error when the port is taken, or where others could reach a server without a key.
 */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  return startServer(options, {});
}

/** `startLocalServer` with its clock in the caller's hands. */
export async function startServer(
  options: LocalServerOptions,
  internals: LocalServerInternals,
): Promise<TestableServer> {
  const keys = acceptedKeys(options, Object.keys(policies));
  const { host, publicUrl, allowedHosts } = options;
  const address = bindAddress({ host, publicUrl, allowedHosts, hasKey: keys.length > 0 });
  const faults = createFaultPlan({ faults: options.faults ?? [], random: internals.random ?? Math.random });
  const lock = await lockDataDirectory(options.dataDirectory);
  const undo: (() => Promise<unknown>)[] = [() => lock.release()];
  try {
    return await assemble(options, { ...internals, faults, keys, address }, lock, undo);
  } catch (error) {
    for (const step of undo.reverse()) await step().catch(() => undefined);
    throw error;
  }
}

async function assemble(
  options: LocalServerOptions,
  internals: LocalServerInternals & { faults: FaultPlan; keys: readonly AcceptedKey[]; address: BindAddress },
  lock: DataDirectoryLock,
  undo: (() => Promise<unknown>)[],
): Promise<TestableServer> {
  const { dataDirectory, queueDelayMs = 0 } = options;
  const logger = createLogger({
    level: options.logLevel ?? (options.log ? "warn" : "silent"),
    write: options.log ?? ((line) => void process.stderr.write(`${line}\n`)),
  });
  const log = (line: string): void => logger.warn(line);
  const now = internals.now ?? Date.now;
  const retention = (defaultMs: number): number => options.retentionMs ?? defaultMs;
  const database = openDatabase(join(dataDirectory, "docjobs.sqlite"));
  undo.push(() => database.destroy());
  const blobs = await openBlobStore(join(dataDirectory, "files"), join(dataDirectory, "tmp"));
  const uploads = await openUploadFiles(join(dataDirectory, "uploads"));
  const presigned = await openPresignedUrls(database);
  const runSweep = (): Promise<void> => sweep({ database, blobs, uploads, now: now(), tombstoneMs });
  await runSweep();
  await sweepOrphans(database, blobs, uploads);

  const maxRunning = internals.maxRunning ?? Math.max(1, Math.min(availableParallelism(), 6));
  // One thread more than jobs: page counts of uploads do not wait behind long jobs.
  const pool = createEnginePool({ maxThreads: maxRunning + 1, log, workerPath: internals.workerPath });
  undo.push(() => pool.close());
  const metrics = createServerMetrics(database);
  let isDraining = false;
  let webhooks: WebhookSender | undefined;
  const jobEnded = async (id: string): Promise<void> => {
    webhooks?.wake();
    try {
      const job = await database.selectFrom("job").selectAll().where("id", "=", id).executeTakeFirst();
      if (!job || job.completedAt === null) return;
      metrics.jobEnded(job);
      const { api, kind, state, errorCode, inputBytes, inputPages, completedAt, startedAt } = job;
      const durationMs = completedAt - (startedAt ?? completedAt);
      logger.info(
        { jobId: id, api, kind, state, errorCode, inputBytes, inputPages, durationMs },
        "job ended",
      );
    } catch (error) {
      // The server may have been closed meanwhile.
      logger.debug({ err: error }, "a job's end was not counted");
    }
  };
  const jobs = await startJobRunner({
    database,
    blobs,
    pool,
    workDirectory: join(dataDirectory, "work"),
    policies,
    maxRunning,
    timeLimitMs: internals.timeLimitMs ?? jobTimeLimitMs,
    now,
    retention,
    onEnded: (id) => void jobEnded(id),
    log,
  });
  undo.push(() => jobs.close());

  let url = "";
  const context: ServerContext = {
    database,
    blobs,
    uploads,
    jobs,
    pool,
    now,
    startedAt: now(),
    retention,
    queueDelayMs,
    webhookHosts: options.webhookHosts ?? [],
    fetchHosts: options.fetchHosts ?? [],
    resolve: internals.resolve ?? resolveByDns,
    hubRequestsPerMinute: options.hubRequestsPerMinute,
    maxQueued: options.maxQueued ?? defaultMaxQueued,
    dailyJobs: options.dailyJobs,
    tier: options.tier ?? "enterprise",
    async discard(blob) {
      blob.release();
      await removeUnused(database, blobs, [blob.sha256]);
    },
    presign: (content) => presigned.sign(content, internals.address.publicOrigin ?? url),
  };
  const apis = [castdocApi(context), renderocrApi(context), convertFastApi(context), anchorgridApi(context)];
  const app = await createApp({
    apis,
    keys: internals.keys,
    limitRequests: createRequestLimit(options.requestsPerMinute, now),
    allowedHosts: internals.address.allowedHosts,
    faults: internals.faults,
    operation: {
      logger,
      metrics,
      isDraining: () => isDraining,
      checkHealth: () => database.selectFrom("setting").select("name").limit(1).execute(),
    },
  });
  presigned.register(app, blobs, now);
  undo.push(() => app.close());
  url = await listen(app, internals.address.host, options.port ?? 0);
  await lock.publish(url);
  // URLs in the messages need the port, so this comes last.
  const sender = startWebhookSender({
    database,
    forms: { "convert-fast": convertFastWebhookForm(context), anchorgrid: anchorgridWebhookForm(context) },
    allowedHosts: context.webhookHosts,
    resolve: context.resolve,
    now,
    log,
  });
  webhooks = sender;
  sender.wake();

  const sweepTimer = setInterval(() => {
    runSweep().catch((error: unknown) => log(`sweep: ${String(error)}`));
  }, sweepEveryMs);
  sweepTimer.unref();
  let closing: Promise<void> | undefined;
  const close = async (drainMs: number): Promise<void> => {
    isDraining = true;
    clearInterval(sweepTimer);
    if (drainMs > 0) await jobs.drain(drainMs);
    // First the jobs: that also answers requests which wait for one.
    await jobs.close();
    await sender.close();
    await closeApp(app);
    await database.destroy();
    await lock.release();
  };
  return {
    url,
    close: ({ drainMs = 0 } = {}) => (closing ??= close(drainMs)),
    sweep: runSweep,
    async deliverWebhooks() {
      sender.wake();
      await sender.settled();
    },
  };
}

const policies: Readonly<Record<string, JobPolicy>> = {
  castdoc: ldxhubPolicy,
  renderocr: ldxhubPolicy,
  "convert-fast": convertFastPolicy,
  anchorgrid: anchorgridPolicy,
};

const tombstoneMs = Object.fromEntries(
  Object.entries(policies).map(([api, policy]) => [api, policy.tombstoneMs]),
);

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new Error(`Port ${port} is in use. Choose another port, or 0 for a free one.`, { cause: error });
  }
  const { port: chosen } = app.server.address() as AddressInfo;
  return localUrl(host, chosen);
}

async function closeApp(app: FastifyInstance): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), drainMs);
  await app.close();
  clearTimeout(timer);
}
