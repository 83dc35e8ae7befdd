/**
 * `pnpm bench:waits [--waits 10000] [--seconds 60]`: so many jobs waited for at once in one process, for so long, by one
 * client and by a bare fetch loop. Ends with 1 when a wait is lost, a warning was printed, or the client's heap is not flat:
 * when a line through it rises by more than 5 % a minute of what the waits take, or more than 1000 bytes a wait are left
 * after the last.
 */
import { type ChildProcess, fork } from "node:child_process";
import { parseArgs } from "node:util";
import type { Soak } from "./measure-soak.js";
import { receive } from "./messages.js";
import { pollMs } from "./slow-jobs.js";

const mostRisePerMinute = 0.05;
const mostLeftPerWait = 1000;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== "--"),
  options: { waits: { type: "string", default: "10000" }, seconds: { type: "string", default: "60" } },
});
const waits = Number(values.waits);
const soakMs = Number(values.seconds) * 1000;
if (!(waits >= 1 && soakMs >= 3 * pollMs)) {
  console.error(`At least one wait, and at least ${(3 * pollMs) / 1000} seconds.`);
  process.exit(2);
}

interface Round extends Soak {
  requests: number;
  mostOpen: number;
}

function start(file: string, args: string[] = []): ChildProcess {
  return fork(new URL(file, import.meta.url), args, { execArgv: [...process.execArgv, "--expose-gc"] });
}

async function run(server: ChildProcess, url: string, file: string): Promise<Round> {
  const child = start(file, [`--url=${url}`, `--waits=${waits}`, `--soakMs=${soakMs}`]);
  const soaked = receive(child, "soaked");
  await receive(child, "ready");
  server.send({ type: "round", soakMs });
  child.send({ type: "go" });
  const { soak } = await soaked;
  const counted = receive(server, "counted");
  server.send({ type: "count" });
  const { requests, mostOpen } = await counted;
  return { ...soak, requests, mostOpen };
}

function show(name: string, round: Round): void {
  const kb = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
  console.log(
    [
      `${name}: ${waits - round.lost} of ${waits} waits ended right in ${round.seconds.toFixed(0)} s, ${round.requests} requests, ${round.mostOpen} connections at most`,
      `  a wait: ${kb(round.heapPerWait)} of heap, ${kb(round.residentPerWait)} resident; ${round.leftPerWait.toFixed(0)} bytes of heap left after it`,
      `  heap: ${round.heap.map((bytes) => (bytes / 1e6).toFixed(1)).join(" ")} MB; ${(rise(round) * 100).toFixed(1)} % a minute`,
      `  CPU: ${cpu(round).toFixed(2)} s for 1000 requests, ${((100 * round.cpuSeconds) / round.seconds).toFixed(0)} % of a core`,
      ...[...round.reasons, ...round.warnings.slice(0, 3)].map((warning) => `  ${warning}`),
    ].join("\n"),
  );
}

/** A minute's share of what the waits take. */
function rise({ slopePerMinute, heapPerWait }: Soak): number {
  return slopePerMinute / (heapPerWait * waits);
}

function cpu({ cpuSeconds, requests }: Round): number {
  return (1000 * cpuSeconds) / requests;
}

const server = start("job-server.ts");
const { port } = await receive(server, "listening");
const url = `http://127.0.0.1:${port}`;
const client = await run(server, url, "client-waits.ts");
show("docjobs", client);
const bare = await run(server, url, "fetch-waits.ts");
show("bare fetch", bare);
server.disconnect();
console.log(`docjobs takes ${(cpu(client) / cpu(bare)).toFixed(1)} times the CPU of bare fetch, a request`);
const problems = [
  ...(client.lost > 0 ? [`${client.lost} waits were lost`] : []),
  ...(client.warnings.length > 0 ? [`${client.warnings.length} warnings`] : []),
  ...(rise(client) > mostRisePerMinute ? ["the heap rises"] : []),
  ...(client.leftPerWait > mostLeftPerWait ? ["waits leave something behind"] : []),
];
console.log(problems.length === 0 ? "nothing lost, flat heap" : `FAIL: ${problems.join(", ")}`);
process.exitCode = problems.length === 0 ? 0 : 1;
