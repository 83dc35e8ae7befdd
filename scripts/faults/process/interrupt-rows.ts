import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { FaultContext, FaultRow } from "../fault-row.js";
import { CASTDOC_JOB, CASTDOC_KEY, openCastdoc } from "../network/castdoc.js";
import { KEY } from "../network/press.js";
import type { Route } from "../support/routed-server.js";
import { walkFiles } from "../support/walk-files.js";
import { openPressCli, pressCliPath } from "./support/press-cli.js";
import { type CliEnd, startCli } from "./support/start-cli.js";
import { until } from "./support/until.js";

const hang: Route = () => {};
const POLL = "GET /castdoc/jobs/*";

export const interruptRows: readonly FaultRow[] = [
  {
    id: "P01",
    name: "ctrl-c-while-waiting",
    isAlone: true,
    async run(context) {
      const times: number[] = [];
      // The promise is the program's, not the machine's: the fastest of three counts.
      for (let attempt = 0; attempt < 3 && !times.some((ms) => ms < 200); attempt++) {
        const { end, ms } = await interruptedWait(context, "SIGINT");
        assert.equal(end.exit, 130, "exit");
        times.push(ms);
      }
      assert.ok(
        times.some((ms) => ms < 200),
        `it took ${times.map(Math.round).join(", ")} ms`,
      );
    },
  },

  {
    id: "P02",
    name: "ctrl-c-cancels-on-wish",
    prepare: () => pressCliPath(),
    async run(context) {
      const press = await openPressCli(context);
      press.api.always("GET /jobs/*", hang);
      const stop = async (): Promise<{ end: CliEnd; ms: number }> => {
        const polls = press.api.requests.length;
        const cli = press.convert(["--on-interrupt=cancel"]);
        const isPolled = (): boolean =>
          press.api.requests.slice(polls).some(({ method, path }) => method === "GET" && path !== "/jobs");
        await until(isPolled, "a status request", context.signal);
        const startedAt = performance.now();
        cli.child.kill("SIGINT");
        return { end: await cli.done, ms: performance.now() - startedAt };
      };
      const { end } = await stop();
      assert.equal(end.exit, 130, "exit");
      assert.match(end.stderr, /canceled/u);
      assert.equal(press.api.seen("DELETE /jobs/j1").length, 1, "cancel requests");
      (press.jobs as unknown[]).length = 0;
      // An API that does not answer does not hold the terminal.
      press.api.always("DELETE /jobs/*", hang);
      const late = await stop();
      assert.equal(late.end.exit, 130, "exit without an answer to the cancel");
      assert.match(late.end.stderr, /docjobs cancel letterpress j1/u);
      assert.equal(press.api.seen("DELETE /jobs/j1").length, 2, "cancel requests");
      assert.ok(late.ms > 2900 && late.ms < 10_000, `it took ${Math.round(late.ms)} ms`);
    },
  },

  {
    id: "P03",
    name: "second-ctrl-c",
    isAlone: true,
    prepare: () => pressCliPath(),
    async run(context) {
      const press = await openPressCli(context);
      press.api.always("GET /jobs/*", hang);
      press.api.always("DELETE /jobs/*", hang);
      const start = async (): Promise<ReturnType<typeof press.convert>> => {
        const before = press.api.requests.length;
        const cli = press.convert(["--on-interrupt=cancel"]);
        const isPolled = (): boolean =>
          press.api.requests.slice(before).some(({ method, path }) => method === "GET" && path !== "/jobs");
        await until(isPolled, "a status request", context.signal);
        return cli;
      };
      const first = await start();
      first.child.kill("SIGINT");
      await delay(600);
      assert.equal(first.child.exitCode, null, "it does not wait for the cancel");
      const pressedAt = performance.now();
      first.child.kill("SIGINT");
      assert.equal((await first.done).exit, 130, "exit");
      // The three seconds of the cancel are cut short.
      assert.ok(performance.now() - pressedAt < 2000, "the second press did not end it at once");
      (press.jobs as unknown[]).length = 0;

      // One key press may arrive twice, through npx or pnpm.
      press.api.always("DELETE /jobs/*", (_, wire) => void delay(700).then(() => wire.answer(204)));
      const second = await start();
      second.child.kill("SIGINT");
      second.child.kill("SIGINT");
      const end = await second.done;
      assert.equal(end.exit, 130, "exit");
      assert.match(end.stderr, /canceled/u, "the twin of the press ended it before the cancel");
    },
  },

  {
    id: "P04",
    name: "sigterm-sighup",
    async run(context) {
      const signals: [NodeJS.Signals, number][] = [
        ["SIGTERM", 143],
        ["SIGHUP", 129],
      ];
      for (const [signal, exit] of signals)
        assert.equal((await interruptedWait(context, signal)).end.exit, exit, signal);
    },
  },

  {
    id: "P05",
    name: "ctrl-c-while-submitting",
    prepare: () => pressCliPath(),
    async run(context) {
      const press = await openPressCli(context);
      press.api.always("POST /jobs", hang);
      const cli = press.convert();
      await until(() => press.api.seen("POST /jobs").length > 0, "the submit", context.signal);
      cli.child.kill("SIGINT");
      const end = await cli.done;
      assert.equal(end.exit, 130, "exit");
      assert.match(end.stderr, /submit state is unknown/u);
      const key = press.api.seen("POST /jobs")[0]?.headers["idempotency-key"] ?? "none was sent";
      assert.ok(end.stderr.includes(key), "the idempotency key is not printed");
      assert.ok(!end.stderr.includes(KEY), "the API key is printed");
      assert.equal(press.api.seen("POST /jobs").length, 1, "submits");
    },
  },

  {
    id: "P06",
    name: "ctrl-c-while-downloading",
    prepare: () => pressCliPath(),
    async run(context) {
      const press = await openPressCli(context);
      const half = press.bytes.length / 2;
      const stall =
        (headers: Record<string, string>): Route =>
        (_, wire) =>
          void wire.send(
            Buffer.concat([
              Buffer.from(
                `HTTP/1.1 200 OK\r\nContent-Length: ${press.bytes.length}\r\n${Object.entries(headers)
                  .map(([name, value]) => `${name}: ${value}\r\n`)
                  .join("")}\r\n`,
              ),
              press.bytes.subarray(0, half),
            ]),
          );
      const beside = (): Record<string, string> => {
        const { "report.pdf": _, ...others } = walkFiles(press.work);
        return others;
      };
      const breakOff = async (headers: Record<string, string>): Promise<CliEnd> => {
        press.storage.once("GET /prints/*", stall(headers));
        const cli = press.convert(["-o", "report.docx"]);
        const sizes = (): number[] => Object.values(beside()).map(({ length }) => length);
        await until(() => sizes().includes(half), "half a download", context.signal);
        cli.child.kill("SIGINT");
        return cli.done;
      };

      // Without an ETag nobody could go on with it: nothing stays.
      assert.equal((await breakOff({})).exit, 130, "exit");
      assert.deepEqual(beside(), {}, "files after a download that cannot be gone on with");
      const list = async (): Promise<string> => (await press.start(["resume"]).done).stdout;
      assert.ok(!(await list()).includes(".part"), "a part is listed that is not there");
      const again = await press.start(["resume", "--all"]).done;
      assert.equal(again.exit, 0, again.stderr);
      assert.ok(readFileSync(join(press.work, "report.docx")).equals(press.bytes), "other bytes");
      assert.equal(await list(), "", "unfinished jobs");
      (press.jobs as unknown[]).length = 0;
      rmSync(join(press.work, "report.docx"));

      // With one it is kept, listed, and gone on with.
      const end = await breakOff({ ETag: '"v1"' });
      assert.equal(end.exit, 130, "exit");
      const [part = "", ...others] = Object.keys(beside());
      assert.match(part, /^\.docjobs-[0-9a-f]{16}\.part$/u);
      assert.deepEqual(others, [], "files beside the part");
      assert.ok((await list()).includes(part), "the part is not listed");
      const before = press.storage.requests.length;
      const resumed = await press.start(["resume", "--all"]).done;
      assert.equal(resumed.exit, 0, resumed.stderr);
      const [request] = press.storage.requests.slice(before);
      assert.equal(request?.headers["range"], `bytes=${half}-`, "range");
      assert.equal(request.headers["if-range"], '"v1"', "if-range");
      assert.deepEqual(Object.keys(beside()), ["report.docx"], "files");
      assert.ok(readFileSync(join(press.work, "report.docx")).equals(press.bytes), "other bytes");
      assert.equal(press.jobs.length, 1, "jobs");
    },
  },
];

/** A run that gets a signal while it waits: what it says, and how long it took to end. */
async function interruptedWait(
  context: FaultContext,
  signal: NodeJS.Signals,
): Promise<{ end: CliEnd; ms: number }> {
  const folder = join(context.folder, `${signal}-${Math.random().toString(36).slice(2)}`);
  mkdirSync(folder);
  const own = { ...context, folder };
  const castdoc = await openCastdoc(own);
  castdoc.server.always(POLL, hang);
  const cli = startCli(own, ["run", "castdoc", "report.pdf", "--to", "docx"], {
    env: { DOCJOBS_CASTDOC_BASE_URL: castdoc.server.url, DOCJOBS_CASTDOC_API_KEY: CASTDOC_KEY },
  });
  const polled = `GET /castdoc/jobs/${CASTDOC_JOB}`;
  await until(() => castdoc.server.seen(polled).length > 0, "a status request", context.signal);
  const startedAt = performance.now();
  cli.child.kill(signal);
  const end = await cli.done;
  const ms = performance.now() - startedAt;
  assert.equal(end.stdout, "", "stdout");
  assert.ok(end.stderr.includes(`docjobs wait castdoc ${CASTDOC_JOB}`), `it says ${end.stderr}`);
  assert.ok(!end.stderr.includes(CASTDOC_KEY), "the key is printed");
  const others = castdoc.server.requests.filter(({ method }) => method !== "GET" && method !== "POST");
  assert.deepEqual(others, [], "requests after the signal");
  assert.equal(castdoc.jobs.length, 1, "jobs");
  return { end, ms };
}
