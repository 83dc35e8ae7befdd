import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type LocalServerInternals,
  type LocalServerOptions,
  startServer,
  type TestableServer,
} from "../../src/start-local-server.js";
import { faultyWorker } from "./running-server.js";

/** Servers that share a database and a folder, as processes on several machines do. */
export interface SharedServers {
  databaseUrl: string;
  dataDirectory: string;
  log: string[];
  start(options?: Partial<LocalServerOptions>, internals?: LocalServerInternals): Promise<TestableServer>;
  /** Ends those that still run, and removes the folder. */
  close(): Promise<void>;
}

export async function shareServers(databaseUrl: string): Promise<SharedServers> {
  const dataDirectory = await mkdtemp(join(tmpdir(), "docjobs-shared-"));
  const log: string[] = [];
  const servers: TestableServer[] = [];
  return {
    databaseUrl,
    dataDirectory,
    log,
    async start(options = {}, internals = {}) {
      const server = await startServer(
        { dataDirectory, databaseUrl, log: (line) => log.push(line), ...options },
        { maxRunning: 2, workerPath: faultyWorker, ...internals },
      );
      servers.push(server);
      return server;
    },
    async close() {
      await Promise.all(servers.map((server) => server.close()));
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}
