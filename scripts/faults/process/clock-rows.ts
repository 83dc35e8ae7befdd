import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { FaultRow } from "../fault-row.js";
import { CASTDOC_JOB, CASTDOC_KEY, openCastdoc } from "../network/castdoc.js";
import { checkSaved, inputFile, openPress } from "../network/press.js";
import { failure } from "../support/failure.js";
import { fastClock } from "../support/fast-clock.js";
import { installClient } from "../support/install-clients.js";
import { startCli } from "./support/start-cli.js";
import { until } from "./support/until.js";

const DAY_MS = 86_400_000;
const FACTOR = 20;

export const clockRows: readonly FaultRow[] = [
  {
    id: "P22",
    name: "wall-clock-jump",
    prepare: () => installClient("header"),
    async run(context) {
      for (const jumpMs of [DAY_MS, -DAY_MS]) {
        const press = await openPress({ ...context, folder: folderOf(context.folder, jumpMs) });
        const clock = jumpingClock();
        const client = await press.client({ clock });
        const running = press.show("j1", { status: "working", percent: 10, output: null });
        let looks = 0;
        press.api.always("GET /jobs/*", (_, wire, normal) => {
          looks++;
          if (looks === 2) clock.jump(jumpMs);
          if (looks > 4) return normal();
          wire.answer(200, running);
        });
        const job = await client.submit({ file: inputFile(), format: "docx" });
        await press.saveTo(await job.wait({ timeoutMs: 120_000 }));
        checkSaved(press);
        assert.equal(looks, 5, "looks");

        // And a wait that has to end does, when it has to.
        press.api.always("GET /jobs/*", (_, wire) => wire.answer(200, running));
        const startedAt = clock.monotonic();
        const waiting = failure(client.job("j1").wait({ timeoutMs: 20_000 }), "wait_timeout");
        waiting.catch(() => {});
        await delay(200);
        clock.jump(-2 * jumpMs);
        await waiting;
        const waitedMs = clock.monotonic() - startedAt;
        assert.ok(waitedMs >= 19_000, `the wait of 20 s ended after ${Math.round(waitedMs)} ms`);
        assert.ok(waitedMs < 20_000 + 3000 * FACTOR, `it ended after ${Math.round(waitedMs)} ms`);
      }
    },
  },

  {
    id: "P23",
    name: "suspend-2-hours",
    prepare: () => installClient("header"),
    async run(context) {
      const press = await openPress(context);
      const clock = jumpingClock();
      const client = await press.client({ clock });
      let suspendedAt = 0;
      const polledAt: number[] = [];
      // Linux' monotonic clock stands still while the machine sleeps; links that were signed before are void.
      const suspend = (): void => {
        suspendedAt = clock.monotonic();
        clock.jump(7_200_000);
        press.output = {
          ...press.output,
          url: `${press.storage.url}/prints/j1?after=${press.storage.requests.length}`,
        };
      };
      press.api.always("GET /jobs/*", (_, wire, normal) => {
        polledAt.push(clock.monotonic());
        if (polledAt.length > 2) return normal();
        wire.answer(200, press.show("j1", { status: "working", percent: 10, output: null }));
        if (polledAt.length === 2) suspend();
      });
      const job = await client.submit({ file: inputFile(), format: "docx" });
      const done = await job.wait({ timeoutMs: 1_800_000 });
      const gapMs = (polledAt[2] ?? Infinity) - suspendedAt;
      assert.ok(
        gapMs < 10_000 + 3000 * FACTOR,
        `the first look after the sleep came after ${Math.round(gapMs)} ms`,
      );

      // Once more between the job's end and the download: the link is void, the job has a new one.
      press.output = {};
      let isSuspended = true;
      press.storage.always("GET /prints/*", (_, wire, normal) => {
        if (!isSuspended) return normal();
        isSuspended = false;
        wire.answer(403, "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>");
      });
      clock.jump(7_200_000);
      const looks = polledAt.length;
      await press.saveTo(done);
      checkSaved(press);
      assert.equal(polledAt.length - looks, 1, "looks at the job for a new link");
      const [first, second] = press.storage.requests.slice(-2).map(({ target }) => target);
      assert.notEqual(first, second, "the link was not renewed");
    },
  },

  {
    id: "P24",
    name: "sigstop-3-seconds",
    async run(context) {
      const castdoc = await openCastdoc(context);
      let isStopped = true;
      castdoc.server.always("GET /castdoc/jobs/*", (_, wire, normal) => {
        if (!isStopped) return normal();
        wire.answer(200, castdoc.show({ status: "processing", progress: 10, output_file_id: null }));
      });
      const cli = startCli(context, ["run", "castdoc", "report.pdf", "--to", "docx", "-o", "a.docx"], {
        env: { DOCJOBS_CASTDOC_BASE_URL: castdoc.server.url, DOCJOBS_CASTDOC_API_KEY: CASTDOC_KEY },
      });
      const polled = (): boolean => castdoc.server.seen(`GET /castdoc/jobs/${CASTDOC_JOB}`).length > 0;
      await until(polled, "a status request", context.signal);
      cli.child.kill("SIGSTOP");
      await delay(3000);
      isStopped = false;
      cli.child.kill("SIGCONT");
      const { exit, stderr } = await cli.done;
      assert.equal(exit, 0, stderr);
      assert.equal(Object.keys(castdoc.saved()).join(), "a.docx", "files");
      assert.equal(castdoc.jobs.length, 1, "jobs");
    },
  },
];

/** A fast clock whose wall time jumps when it is told to; monotonic time goes on as before. */
function jumpingClock(): ReturnType<typeof fastClock> & { jump(ms: number): void } {
  const clock = fastClock(FACTOR);
  let offsetMs = 0;
  return {
    ...clock,
    now: () => clock.now() + offsetMs,
    jump: (ms) => void (offsetMs += ms),
  };
}

function folderOf(folder: string, jumpMs: number): string {
  const path = join(folder, jumpMs > 0 ? "ahead" : "back");
  mkdirSync(path);
  return path;
}
