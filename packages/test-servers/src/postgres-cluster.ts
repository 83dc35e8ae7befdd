import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** A PostgreSQL of this test's own, gone at its end. */
export interface PostgresCluster {
  url: string;
  /** Makes a further database; its URL. */
  createDatabase(): string;
  /** Ends it as a crash would, and starts it again. */
  restart(): Promise<void>;
  /** Shuts it down, with all connections to it, until `resume`. */
  halt(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

/** Where Debian's packages put it. */
const DEBIAN = "/usr/lib/postgresql";

/** Debian's newest binaries; undefined where there are none. */
export function findPostgres(): string | undefined {
  if (!existsSync(DEBIAN)) return undefined;
  const versions = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
  return versions
    .map((version) => join(DEBIAN, version, "bin"))
    .find((bin) => existsSync(join(bin, "initdb")));
}

/** Starts a cluster in a temporary folder. Root cannot run one: then it is the user postgres's. */
export async function startPostgres(bin: string): Promise<PostgresCluster> {
  const folder = mkdtempSync(join(tmpdir(), "docjobs-postgres-"));
  const owner = process.getuid?.() === 0 ? idsOf("postgres") : undefined;
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, "data");
  const as = { ...owner, cwd: folder, stdio: "ignore" as const };
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "docjobs", "-A", "trust", "--no-sync"], as);
  const port = await freePort();
  const settings = ["-c", "listen_addresses=127.0.0.1", "-c", `unix_socket_directories=${folder}`];
  const start = async (): Promise<{ server: ChildProcess; ended: Promise<void> }> => {
    const server = spawn(join(bin, "postgres"), ["-D", data, "-p", String(port), ...settings], as);
    const ended = new Promise<void>((resolve) => server.once("close", () => resolve()));
    await untilReady(bin, port, server);
    return { server, ended };
  };
  let running = await start();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    running.server.kill(signal);
    await running.ended;
  };
  const resume = async (): Promise<void> => void (running = await start());
  const url = `postgres://docjobs@127.0.0.1:${port}/postgres`;
  let databases = 0;
  return {
    url,
    createDatabase() {
      const name = `database${++databases}`;
      const where = ["-h", "127.0.0.1", "-p", String(port), "-U", "docjobs"];
      execFileSync(join(bin, "createdb"), [...where, name], { cwd: folder });
      return url.replace(/[^/]*$/u, name);
    },
    async restart() {
      await end("SIGQUIT");
      await resume();
    },
    halt: () => end("SIGINT"),
    resume,
    async stop() {
      await end("SIGQUIT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(bin: string, port: number, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}`);
    try {
      execFileSync(join(bin, "pg_isready"), ["-h", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
      return;
    } catch {
      await delay(100);
    }
  }
  throw new Error("postgres did not start");
}

function idsOf(user: string): { uid: number; gid: number } {
  const id = (flag: string): number => Number(execFileSync("id", [flag, user], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
