import assert from "node:assert/strict";
import type { ClientOptions } from "@docjobs/jobs-core";
import type { FaultRow } from "../fault-row.js";
import { failure } from "../support/failure.js";
import { fastClock } from "../support/fast-clock.js";
import { gapsMs } from "../support/gaps.js";
import { checkNoControlBytes } from "../support/no-control-bytes.js";
import { drip } from "../support/pump.js";
import { head, type WireRequest } from "../support/raw-server.js";
import type { Route } from "../support/routed-server.js";
import { CASTDOC_JOB } from "./castdoc.js";
import { castdocRow } from "./castdoc-row.js";
import { pressRow } from "./press-row.js";
import { checkSaved, type Press } from "./press.js";

const POLL = "GET /jobs/*";
const JSON_TYPE = { "Content-Type": "application/json" };
/** Ten times as fast, so that a second of Retry-After takes 100 ms. */
const FACTOR = 10;
/** For rows in which the server falls silent. */
const SHORT: ClientOptions = { limits: { connectMs: 300, idleMs: 300, totalMs: 600 } };

export const pollRows: readonly FaultRow[] = [
  pressRow("N15", "poll-rst-once", (press) => survives(press, (_, wire) => wire.reset())),

  pressRow("N16", "poll-502-html-once", (press) =>
    survives(press, (_, wire) =>
      wire.answer(502, "<html>Bad Gateway</html>", { "Content-Type": "text/html" }),
    ),
  ),

  pressRow("N17", "poll-429-retry-after", async (press) => {
    const refuse: Route = (_, wire) => wire.answer(429, {}, { "Retry-After": "1" });
    await survives(press, refuse, { clock: fastClock(FACTOR) });
    assertFirstGap(press, 900);
  }),

  pressRow("N18", "poll-retry-after-garbage", async (press) => {
    for (const garbage of ["-5; drop", "1e9", "0x99", "soon", "99999999999999999999 seconds", "1.5"])
      press.api.once(POLL, (_, wire) => wire.answer(503, {}, { "Retry-After": garbage }));
    const [, ...polls] = await survivesAll(press, 6);
    assert.ok(polls.length >= 4, `${polls.length} retries`);
  }),

  pressRow("N19", "poll-retry-after-huge", async (press) => {
    press.api.always(POLL, (_, wire) => wire.answer(429, {}, { "Retry-After": "99999999" }));
    const startedAt = performance.now();
    const error = await failure(press.print(await press.client()), "rate_limited");
    assert.match(error.message, /99999999/, "the message holds the number");
    assert.equal(press.api.seen("GET /jobs/j1").length, 1, "polls");
    assert.ok(performance.now() - startedAt < 5000, "it slept");
  }),

  pressRow("N20", "poll-200-retry-after-on-running", async (press) => {
    const working: Route = (_, wire) =>
      wire.answer(200, press.show("j1", { status: "working", output: null }), { "Retry-After": "2" });
    await survives(press, working, { clock: fastClock(FACTOR) });
    assertFirstGap(press, 1900);
  }),

  pressRow("N21", "poll-404-once", (press) =>
    survives(press, (_, wire) => wire.answer(404, { code: "not_found" })),
  ),

  pressRow("N22", "poll-404-forever", async (press) => {
    press.api.always(POLL, (_, wire) => wire.answer(404, { code: "not_found" }));
    const error = await failure(press.print(await press.client()), "job_not_found");
    const polls = press.api.seen("GET /jobs/j1").length;
    assert.ok(polls <= 3, `${polls} polls: more than two graces`);
    assert.match(
      `${error.message} ${error.hint}`,
      /another account|not yours|somebody else/i,
      "or not yours",
    );
    assert.equal(error.jobId, "j1", "the job's id");
  }),

  castdocRow("N23", "poll-401-midway", async ({ server, show, convert }) => {
    server.once("GET /castdoc/jobs/*", (_, wire) =>
      wire.answer(200, show({ status: "processing", progress: 40 })),
    );
    server.always("GET /castdoc/jobs/*", (_, wire) => wire.answer(401, { title: "Unauthorized" }));
    const { exit, stderr } = await convert();
    assert.equal(exit, 4, `exit code; stderr: ${stderr}`);
    assert.ok(stderr.includes(CASTDOC_JOB), "the job's id is printed");
    assert.equal(server.seen(`GET /castdoc/jobs/${CASTDOC_JOB}`).length, 2, "polls");
  }),

  pressRow("N24", "poll-unknown-status-then-ok", (press) =>
    survives(press, (_, wire) => wire.answer(200, press.show("j1", { status: "archiving", output: null }))),
  ),

  castdocRow("N25", "poll-unknown-status-forever", async ({ server, show, convert }) => {
    server.always("GET /castdoc/jobs/*", (_, wire) => wire.answer(200, show({ status: "archiving" })));
    const { exit, stderr } = await convert("--timeout", "1");
    assert.equal(exit, 8, `exit code; stderr: ${stderr}`);
    assert.match(stderr, /archiving/, "the API's own word");
    assert.match(stderr, new RegExp(`docjobs (wait|resume) .*${CASTDOC_JOB}`), "the command that goes on");
  }),

  pressRow("N26", "poll-status-missing", async (press) => {
    const { status: _, ...others } = press.show("j1") as Record<string, unknown>;
    press.api.always(POLL, (_request, wire) => wire.answer(200, others));
    await failure(press.print(await press.client()), "bad_response");
    assertNoDownload(press);
  }),

  pressRow("N27", "poll-wrong-job-id", async (press) => {
    press.api.always(POLL, (_, wire) => wire.answer(200, press.show("j999")));
    await failure(press.print(await press.client()), "bad_response");
    assertNoDownload(press);
  }),

  pressRow("N28", "poll-half-open-once", (press) => survives(press, () => {}, SHORT)),

  pressRow("N29", "poll-header-drip", (press) =>
    survives(
      press,
      (_, wire) => drip(wire.socket, `HTTP/1.1 200 OK\r\nX-Slow: ${"a".repeat(400)}`, 50),
      SHORT,
    ),
  ),

  pressRow("N30", "poll-body-drip", (press) =>
    survives(
      press,
      async (_, wire) => {
        await wire.send(head(200, { ...JSON_TYPE, "Content-Length": 400 }));
        await drip(wire.socket, `{"id":"${"j".repeat(390)}"}`, 50);
      },
      SHORT,
    ),
  ),

  pressRow("N31", "poll-truncated-json-fin", (press) =>
    survives(press, (_, wire) =>
      wire.end(`${head(200, { ...JSON_TYPE, "Content-Length": 500 })}{"id":"j1","status":`),
    ),
  ),

  pressRow("N32", "poll-truncated-json-valid-length", (press) =>
    survives(press, (_, wire) => wire.answer(200, '{"id":"j1","status":', JSON_TYPE)),
  ),

  pressRow("N33", "poll-empty-200", (press) => survives(press, (_, wire) => wire.answer(200, "", JSON_TYPE))),

  pressRow("N34", "poll-204", (press) => survives(press, (_, wire) => wire.end(head(204)))),

  pressRow("N35", "poll-json-null", async (press) => {
    for (const text of ["null", "3", '"done"'])
      await survives(press, (_, wire) => wire.answer(200, text, JSON_TYPE));
  }),

  pressRow("N36", "poll-bom-json", async (press) => {
    press.api.always(POLL, ({ path }, wire) =>
      wire.answer(200, `\uFEFF${JSON.stringify(press.show(path.slice(6)))}`, JSON_TYPE),
    );
    await press.print(await press.client());
    checkSaved(press);
    assert.equal(press.api.seen("GET /jobs/j1").length, 1, "polls");
  }),

  pressRow("N37", "poll-json-proto", async (press) => {
    const hostile =
      '"__proto__":{"polluted":"yes","status":"failed"},"constructor":{"prototype":{"polluted":"yes"}}';
    press.api.always(POLL, (_, wire) =>
      wire.answer(200, `{${hostile},${JSON.stringify(press.show("j1")).slice(1)}`, JSON_TYPE),
    );
    await press.print(await press.client());
    checkSaved(press);
    assert.equal(({} as { polluted?: string }).polluted, undefined, "Object.prototype is polluted");
  }),

  pressRow("N38", "poll-deep-json", async (press) => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    press.api.always(POLL, (_, wire) =>
      wire.answer(200, `{"extra":${deep},${JSON.stringify(press.show("j1")).slice(1)}`, JSON_TYPE),
    );
    await press.print(await press.client());
    checkSaved(press);
    // The place where a word should be.
    press.api.always(POLL, (_, wire) => wire.answer(200, `{"id":"j1","status":${deep}}`, JSON_TYPE));
    const job = (await press.client()).job("j1");
    await failure(job.wait({ timeoutMs: 1000 }), "bad_response", "wait_timeout");
  }),

  pressRow("N41", "poll-encoding-chain-1000", async (press) => {
    const chain = Array.from({ length: 1000 }, () => "gzip").join(", ");
    const body = JSON.stringify(press.show("j1"));
    press.api.always(POLL, (_, wire) => wire.answer(200, body, { ...JSON_TYPE, "Content-Encoding": chain }));
    await failure(press.print(await press.client()), "bad_response", "service_unavailable");
    assertNoDownload(press);
  }),

  pressRow("N42", "poll-header-bomb", async (press) => {
    press.api.always(POLL, (_, wire) =>
      wire.answer(200, press.show("j1"), { "X-Bomb": "x".repeat(2 ** 20) }),
    );
    await failure(press.print(await press.client()), "bad_response", "service_unavailable");
    assertNoDownload(press);
  }),

  pressRow("N43", "poll-1xx-flood", async (press) => {
    let floods = 0;
    const flood: Route = async (_, { socket }) => {
      floods++;
      while (!socket.destroyed) {
        socket.write("HTTP/1.1 102 Processing\r\n\r\n");
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    await survives(press, flood, SHORT);
    assert.equal(floods, 1, "floods");
  }),

  pressRow("N44", "poll-dup-content-length", (press) =>
    refuses(
      press,
      (body) => `Content-Length: ${body.length}\r\nContent-Length: ${body.length + 5}\r\n\r\n${body}`,
    ),
  ),

  pressRow("N45", "poll-negative-content-length", (press) =>
    refuses(press, (body) => `Content-Length: -1\r\n\r\n${body}`),
  ),

  pressRow("N46", "poll-cl-and-te", (press) =>
    refuses(
      press,
      (body) =>
        `Content-Length: ${body.length}\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    ),
  ),

  pressRow("N47", "poll-redirect-cross-origin", async (press) => {
    for (const status of [301, 302, 303, 307, 308]) {
      press.api.always(POLL, (_, wire) => wire.answer(status, "", { Location: `${press.evil.url}/jobs/j1` }));
      await failure((await press.client()).job("j1").wait({ timeoutMs: 5000 }), "unsafe_redirect");
    }
    assert.equal(press.evil.connections, 0, "connections to the other origin");
  }),

  pressRow("N48", "poll-redirect-loop", async (press) => {
    press.api.always(POLL, ({ target }, wire) => wire.answer(302, "", { Location: target }));
    await failure(press.print(await press.client()), "unsafe_redirect");
    const polls = press.api.seen("GET /jobs/j1").length;
    assert.ok(polls <= 30, `${polls} requests`);
  }),

  pressRow("N49", "poll-stale-keepalive", async (press) => {
    let polls = 0;
    press.api.always(POLL, (_, wire, normal) => {
      if (++polls < 8) wire.answer(200, press.show("j1", { status: "working", output: null }));
      else normal();
      setTimeout(() => wire.reset(), 5);
    });
    await press.print(await press.client());
    checkSaved(press);
  }),

  castdocRow(
    "N50",
    "poll-failed-ansi-message",
    async ({ server, show, convert }) => {
      const message = "bad \u001B[2J\u001B]0;pwned\u0007 \u009B31m \u202Etxt \u0000 \r\ngone";
      const error = { code: "\u001B[31mboom\u001B[0m", message, request_id: "\u001B[1mr1" };
      server.always("GET /castdoc/jobs/*", (_, wire) => wire.answer(200, show({ status: "failed", error })));
      for (const more of [[], ["--json"]]) {
        const { exit, stdout, stderr } = await convert(...more);
        assert.equal(exit, 3, `exit code; stderr: ${stderr}`);
        checkNoControlBytes(stderr, "stderr");
        checkNoControlBytes(stdout, "stdout");
        assert.match(stderr, /pwned/, "the message itself is shown");
      }
    },
    2,
  ),

  castdocRow("N51", "poll-never-finishes", async ({ server, show, convert, saved }) => {
    server.always("GET /castdoc/jobs/*", (_, wire) => wire.answer(200, show({ status: "processing" })));
    const { exit, stderr } = await convert("--timeout", "1");
    assert.equal(exit, 8, `exit code; stderr: ${stderr}`);
    assert.match(stderr, new RegExp(`docjobs (wait|resume) .*${CASTDOC_JOB}`), "the command that goes on");
    assert.deepEqual(saved(), {}, "files");
  }),
];

/** The fault meets one poll; the job is done all the same, and nothing is submitted again. */
async function survives(press: Press, fault: Route, options: ClientOptions = {}): Promise<void> {
  press.api.once(POLL, fault);
  const polls = await survivesAll(press, 1, options);
  assert.ok(polls.length >= 2, "the fault was not met");
}

async function survivesAll(
  press: Press,
  faults: number,
  options: ClientOptions = {},
): Promise<WireRequest[]> {
  const submitted = press.api.seen("POST /jobs").length;
  const polled = press.api.seen("GET /jobs/j1").length;
  const client = await press.client(options);
  const known = press.jobs[0];
  const job = known ? client.job(known.id) : await client.submit({ file: "f1", format: "docx" });
  // A call retries four times; whoever waits on is a caller of its own.
  let done = await job
    .wait({ timeoutMs: 20_000 })
    .catch((error: unknown) => (faults > 4 ? undefined : Promise.reject(error)));
  done ??= await job.wait({ timeoutMs: 20_000 });
  await press.saveTo(done, press.path, { overwrite: true });
  checkSaved(press);
  assert.ok(press.api.seen("POST /jobs").length - submitted <= 1, "it was submitted again");
  return press.api.seen("GET /jobs/j1").slice(polled);
}

/** An answer that HTTP forbids: a clean error, and nothing of it is believed. */
async function refuses(press: Press, answer: (body: string) => string): Promise<void> {
  const body = JSON.stringify(press.show("j1"));
  press.api.always(POLL, (_, wire) =>
    wire.end(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n${answer(body)}`),
  );
  await failure(press.print(await press.client()), "bad_response", "service_unavailable");
  assertNoDownload(press);
}

function assertFirstGap({ api }: Press, leastMs: number): void {
  const [gap = 0] = gapsMs(api.seen("GET /jobs/j1"));
  assert.ok(gap * FACTOR >= leastMs, `the gap was ${Math.round(gap * FACTOR)} ms, not ${leastMs}`);
}

function assertNoDownload({ storage, saved }: Press): void {
  assert.equal(storage.requests.length, 0, "downloads");
  assert.deepEqual(saved(), {}, "files");
}
