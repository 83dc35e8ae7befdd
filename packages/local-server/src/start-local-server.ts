import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { anchorgridApi } from "./apis/anchorgrid/anchorgrid-api.js";
import { anchorgridWebhookForm } from "./apis/anchorgrid/webhook-form.js";
import type { Tier } from "./apis/anchorgrid/tiers.js";
import { convertFastApi } from "./apis/convert-fast/convert-fast-api.js";
import { convertFastWebhookForm } from "./apis/convert-fast/webhook-form.js";
import { castdocApi, renderocrApi } from "./apis/ldxhub/ldxhub-apis.js";
import { type Backend, openBackend, policies } from "./backend.js";
import { createFaultPlan, type FaultPlan } from "./faults/fault-plan.js";
import { type BindAddress, bindAddress, localUrl } from "./http/bind-address.js";
import { type AcceptedKey, acceptedKeys } from "./http/accepted-keys.js";
import { createApp } from "./http/create-app.js";
import { createRequestLimit } from "./http/limit-requests.js";
import { createRateLimits } from "./http/rate-limits.js";
import { openPresignedUrls } from "./http/presigned-urls.js";
import type { ServerContext } from "./server-context.js";
import { type Resolve, resolveByDns } from "./net/pin-address.js";
import { defaultConcurrency, jobLeaseMs, jobTimeLimitMs } from "./jobs/job-limits.js";
import { createLogger, type LogLevel } from "./operation/create-logger.js";
import type { Database } from "./store/open-database.js";
import { startWebhookSender } from "./webhooks/webhook-sender.js";

export interface LocalServerOptions {
  /** Default 0: a free one. */
  port?: number;
  /**
   * Where documents and jobs are kept; made if it is not there. One process at a time owns it; with `databaseUrl` all processes of
   * that database share it, from whatever machines.
   */
  dataDirectory: string;
  /** `postgres://…`: jobs and accounts are there instead, shared by any number of servers and workers. Takes the package pg. */
  databaseUrl?: string;
  /**
   * `s3://bucket/prefix/`: the files are there instead of in the data directory, for any number of servers on one database. Takes the
   * package `@docjobs/object-store`; server and credentials come from the AWS SDK's variables.
   */
  files?: string;
  /** What copies of a bucket's files may take on this machine's disk, beside those in use. Default: 2 GB. */
  filesCacheBytes?: number;
  /** Jobs at a time; 0 leaves them to other processes of the database. Default: as many as there are cores, six at most. */
  concurrency?: number;
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
  /** Jobs at a time; `concurrency` otherwise. */
  maxRunning?: number;
  /** How long a job stays with a process of which nothing is heard. */
  leaseMs?: number;
}

/** A server whose clockwork tests can turn by hand. */
export interface TestableServer extends LocalServer {
  sweep(): Promise<void>;
  /** Makes the deliveries that are due. */
  deliverWebhooks(): Promise<void>;
  database: Database;
  /** Where this process keeps uploads that are not complete. */
  temporaryDirectory: string;
}

/** Downloads in progress may end so long after a stop was asked for. */
const drainMs = 1000;
const defaultMaxQueued = 10_000;

/**
 * Starts the four APIs on this machine, at one origin.
 *
 * @throws DataDirectoryInUseError when another process owns the data directory; DataDirectoryMismatchError when its files belong to
 * another database; FilesMismatchError when a bucket's files do; ObjectStoreMissingError for a bucket without
 * `@docjobs/object-store`, and that package's errors; DriverMissingError for a `databaseUrl` without the package pg; FaultSpecError for faults that are not
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
  const logger = createLogger({
    level: options.logLevel ?? (options.log ? "warn" : "silent"),
    write: options.log ?? ((line) => void process.stderr.write(`${line}\n`)),
  });
  let wakeWebhooks = (): void => undefined;
  const backend = await openBackend({
    dataDirectory: options.dataDirectory,
    databaseUrl: options.databaseUrl,
    filesUrl: options.files,
    filesCacheBytes: options.filesCacheBytes,
    maxRunning: internals.maxRunning ?? options.concurrency ?? defaultConcurrency(),
    timeLimitMs: internals.timeLimitMs ?? jobTimeLimitMs,
    leaseMs: internals.leaseMs ?? jobLeaseMs,
    retention: (defaultMs) => options.retentionMs ?? defaultMs,
    logger,
    now: internals.now,
    workerPath: internals.workerPath,
    onEnded: () => wakeWebhooks(),
  });
  try {
    const server = await serve(options, { ...internals, faults, keys, address }, backend, logger);
    wakeWebhooks = server.wakeWebhooks;
    return server;
  } catch (error) {
    await backend.stop(0).catch(() => undefined);
    await backend.close().catch(() => undefined);
    throw error;
  }
}

/** The HTTP side. */
async function serve(
  options: LocalServerOptions,
  internals: LocalServerInternals & { faults: FaultPlan; keys: readonly AcceptedKey[]; address: BindAddress },
  backend: Backend,
  logger: Logger,
): Promise<TestableServer & { wakeWebhooks(): void }> {
  const { store, blobs, uploads, jobs, pool, metrics, now } = backend;
  const { database } = store;
  const log = (line: string): void => logger.warn(line);
  const presigned = await openPresignedUrls(database);
  const rates = createRateLimits(store, now);
  let isDraining = false;
  let url = "";
  const context: ServerContext = {
    store,
    database,
    blobs,
    uploads,
    jobs,
    pool,
    now,
    startedAt: now(),
    rates,
    retention: (defaultMs) => options.retentionMs ?? defaultMs,
    queueDelayMs: options.queueDelayMs ?? 0,
    webhookHosts: options.webhookHosts ?? [],
    fetchHosts: options.fetchHosts ?? [],
    resolve: internals.resolve ?? resolveByDns,
    hubRequestsPerMinute: options.hubRequestsPerMinute,
    maxQueued: options.maxQueued ?? defaultMaxQueued,
    dailyJobs: options.dailyJobs,
    tier: options.tier ?? "enterprise",
    async discard(blob) {
      blob.release();
      await backend.removeUnused([blob.sha256]);
    },
    removeUnused: (contents) => backend.removeUnused(contents),
    presign: (content) => presigned.sign(content, internals.address.publicOrigin ?? url),
  };
  const apis = [castdocApi(context), renderocrApi(context), convertFastApi(context), anchorgridApi(context)];
  const app = await createApp({
    apis,
    keys: internals.keys,
    limitRequests: createRequestLimit(options.requestsPerMinute, rates),
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
  try {
    url = await listen(app, internals.address.host, options.port ?? 0);
    await backend.publish(url);
  } catch (error) {
    await app.close();
    throw error;
  }
  // URLs in the messages need the port, so this comes last.
  const sender = startWebhookSender({
    store,
    worker: backend.processId,
    forms: { "convert-fast": convertFastWebhookForm(context), anchorgrid: anchorgridWebhookForm(context) },
    allowedHosts: context.webhookHosts,
    resolve: context.resolve,
    now,
    log,
  });
  sender.wake();
  let closing: Promise<void> | undefined;
  const close = async (drainMs: number): Promise<void> => {
    isDraining = true;
    // First the jobs: that also answers requests which wait for one.
    await backend.stop(drainMs);
    await sender.close();
    await closeApp(app);
    await backend.close();
  };
  return {
    url,
    close: ({ drainMs = 0 } = {}) => (closing ??= close(drainMs)),
    sweep: backend.sweep,
    database,
    temporaryDirectory: backend.temporaryDirectory,
    wakeWebhooks: sender.wake,
    async deliverWebhooks() {
      sender.wake();
      await sender.settled();
    },
  };
}

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
