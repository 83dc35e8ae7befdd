import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type LocalServerInternals,
  type LocalServerOptions,
  startServer,
  type TestableServer,
} from "../../src/start-local-server.js";
import { newDatabaseUrl } from "./databases.js";
import { newBucketUrl } from "./s3-server.js";

export interface RunningServer {
  url: string;
  dataDirectory: string;
  database: TestableServer["database"];
  temporaryDirectory: string;
  log: string[];
  /** The server's clock; move it on to see things expire. */
  clock: { now: number };
  sweep(): Promise<void>;
  deliverWebhooks(): Promise<void>;
  restart(options?: Partial<LocalServerOptions>): Promise<void>;
  /** Begins to stop, and leaves the folder. */
  stop(drainMs: number): Promise<void>;
  close(): Promise<void>;
}

/** A server in a folder of its own, which goes away with it. */
export async function runServer(
  options: Partial<LocalServerOptions> = {},
  internals: Omit<LocalServerInternals, "now"> = {},
): Promise<RunningServer> {
  const dataDirectory = await mkdtemp(join(tmpdir(), "docjobs-server-"));
  const clock = { now: Date.parse("2026-04-13T05:32:04.250Z") };
  const log: string[] = [];
  const database = await newDatabaseUrl();
  const files = newBucketUrl();
  const start = (changed: Partial<LocalServerOptions>): ReturnType<typeof startServer> =>
    startServer(
      { dataDirectory, ...database, ...files, log: (line) => log.push(line), ...options, ...changed },
      // However many cores there are: a job that never ends must not be all that runs.
      { maxRunning: 2, ...internals, now: () => clock.now },
    );
  let server = await start({});
  return {
    get url() {
      return server.url;
    },
    dataDirectory,
    get database() {
      return server.database;
    },
    get temporaryDirectory() {
      return server.temporaryDirectory;
    },
    log,
    clock,
    sweep: () => server.sweep(),
    deliverWebhooks: () => server.deliverWebhooks(),
    async restart(changed = {}) {
      await server.close();
      server = await start(changed);
    },
    stop: (drainMs) => server.close({ drainMs }),
    async close() {
      await server.close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** A worker whose behaviour the input's name decides; see the file. */
export const faultyWorker: string = fileURLToPath(new URL("../fixtures/faulty-worker.mjs", import.meta.url));

export function samplePath(name: string): string {
  return fileURLToPath(new URL(`../../samples/${name}`, import.meta.url));
}

/** A sample as the part of a form. */
export async function sample(name: string, as: string = name): Promise<File> {
  return new File([await readFile(samplePath(name))], as);
}

export function form(fields: Record<string, string | File>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

/** A picture of one pixel, the smallest input there is. */
export function pixel(name: string = "pixel.png"): File {
  const base64 =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC";
  return new File([Buffer.from(base64, "base64")], name);
}
