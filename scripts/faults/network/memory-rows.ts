import assert from "node:assert/strict";
import { dirname } from "node:path";
import type { FaultRow } from "../fault-row.js";
import { gzipBomb } from "../support/gzip-bomb.js";
import { measure } from "../support/measure.js";
import type { MeasuredOutcome } from "../support/measured-run.js";
import { pump } from "../support/pump.js";
import { head } from "../support/raw-server.js";
import { pressRow } from "./press-row.js";
import { DOCX, type Press } from "./press.js";

const MIB = 2 ** 20;
const POLL = "GET /jobs/*";
const DOWNLOAD = "GET /prints/*";
const CHUNKED = { "Transfer-Encoding": "chunked" };

export const memoryRows: readonly FaultRow[] = [
  pressRow("N39", "poll-unbounded-json", async (press) => {
    let sentBytes = 0;
    press.api.always(POLL, async (_, { socket }) => {
      socket.write(head(200, { "Content-Type": "application/json", ...CHUNKED }));
      socket.write(`1\r\n"\r\n`);
      sentBytes += await pump(socket, Buffer.from(`100000\r\n${"x".repeat(MIB)}\r\n`), 2 ** 30);
    });
    const outcome = await run(press);
    assert.equal(outcome.code, "bad_response", `it ended with ${outcome.message ?? "success"}`);
    assertMemory(outcome, 150);
    assert.ok(sentBytes < 500 * MIB, `${sentBytes} bytes were taken`);
  }),

  pressRow("N40", "poll-gzip-bomb-200MB", async (press) => {
    const bomb = await gzipBomb(200 * MIB);
    const headers = { "Content-Type": "application/json", "Content-Encoding": "gzip" };
    press.api.always(POLL, (_, wire) => wire.answer(200, bomb, headers));
    const outcome = await run(press);
    assert.equal(outcome.code, "bad_response", `it ended with ${outcome.message ?? "success"}`);
    assertMemory(outcome, 150);
  }),

  pressRow("N63", "dl-huge-content-length", async (press) => {
    press.output = { size: undefined, sha256: undefined };
    press.storage.always(DOWNLOAD, (_, wire) =>
      wire.end(
        Buffer.concat([
          Buffer.from(head(200, { "Content-Type": DOCX, "Content-Length": "9007199254740993" })),
          press.bytes,
        ]),
      ),
    );
    const outcome = await run(press);
    assert.notEqual(outcome.code, undefined, "it saved a short file");
    assert.deepEqual(outcome.files, [], "files");
    assertMemory(outcome, 150);
  }),

  pressRow("N65", "dl-endless", async (press) => {
    const chunk = Buffer.from(`10000\r\n${"x".repeat(0x10000)}\r\n`);
    press.storage.always(DOWNLOAD, async (_, { socket }) => {
      socket.write(head(200, { "Content-Type": DOCX, ...CHUNKED }));
      await pump(socket, chunk, 2 ** 31);
    });
    // The job's own size stops it, and where the job tells none the cap does.
    for (const size of [press.bytes.length, undefined]) {
      press.output = { size, sha256: undefined };
      const outcome = await run(press, { resultBytes: 8 * MIB });
      assert.match(outcome.code ?? "success", /^(integrity|bad_response)$/, outcome.message);
      assert.deepEqual(outcome.files, [], "files");
      assertMemory(outcome, 150);
    }
  }),

  pressRow("N66", "dl-gzip-bomb-500MB", async (press) => {
    const bomb = await gzipBomb(500 * MIB);
    press.storage.always(DOWNLOAD, (_, wire) =>
      wire.answer(200, bomb, { "Content-Type": DOCX, "Content-Encoding": "gzip" }),
    );
    for (const size of [press.bytes.length, undefined]) {
      press.output = { size, sha256: undefined };
      const outcome = await run(press, { resultBytes: 32 * MIB });
      assert.match(outcome.code ?? "success", /^(integrity|bad_response)$/, outcome.message);
      assert.deepEqual(outcome.files, [], "files");
      assertMemory(outcome, 200);
    }
  }),
];

/** The whole run of a job in a process of its own. */
async function run(press: Press, limits: object = {}): Promise<MeasuredOutcome> {
  press.createJob({ headers: { "idempotency-key": "k" }, body: Buffer.from('{"file":"f1"}') });
  const { api, context, path } = press;
  const outcome = await measure(context, { baseUrl: api.url, jobId: "j1", path, limits });
  assert.ok(!outcome.code?.startsWith("not"), `it ended with ${outcome.message}`);
  assert.equal(dirname(path), `${context.folder}/out`);
  return outcome;
}

function assertMemory({ mostBytes }: MeasuredOutcome, mostMib: number): void {
  const mib = Math.round(mostBytes / MIB);
  assert.ok(mib < mostMib, `the process took ${mib} MB, more than ${mostMib}`);
}
