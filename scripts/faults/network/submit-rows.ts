import assert from "node:assert/strict";
import type { FaultRow } from "../fault-row.js";
import { failure } from "../support/failure.js";
import { fastClock } from "../support/fast-clock.js";
import { gapsMs } from "../support/gaps.js";
import type { Variant } from "../support/install-clients.js";
import type { Wire, WireRequest } from "../support/raw-server.js";
import { castdocRow } from "./castdoc-row.js";
import { pressRow } from "./press-row.js";
import { checkSaved, DOCUMENT, inputFile, type Press } from "./press.js";

const SUBMIT = "POST /jobs";
/** Ten times as fast, so that a second of Retry-After takes 100 ms. */
const FACTOR = 10;
const KEYED: readonly Variant[] = ["header", "client-id"];

export const submitRows: readonly FaultRow[] = [
  pressRow("N01", "control", async (press) => {
    await press.print(await press.client());
    checkSaved(press);
    assert.equal(press.api.seen(SUBMIT).length, 1, "submits");
    assert.ok(press.api.seen("POST /files")[0]?.body.includes(DOCUMENT), "the document did not arrive");
  }),

  pressRow("N02", "submit-rst-after-create", async (press) => {
    const lose = (request: WireRequest, wire: Wire): void => {
      press.createJob(request);
      wire.reset();
    };
    await checkLostAnswer(press, lose);
  }),

  pressRow("N03", "submit-503-retry-after-1", async (press) => {
    for (const variant of ["header", "none"] as const) {
      press.api.once(SUBMIT, (_, wire) => wire.answer(503, {}, { "Retry-After": "1" }));
      const submits = await submitAnew(press, variant, { clock: fastClock(FACTOR) });
      assert.equal(submits.length, 2, `submits (${variant})`);
      assertGap(submits, 900);
    }
  }),

  pressRow("N04", "submit-429-retry-after-date", async (press) => {
    const clock = fastClock(FACTOR);
    // An HTTP date has whole seconds: this one is between 2 and 3 s away.
    const date = (): string => new Date(Math.ceil(clock.now() / 1000) * 1000 + 2000).toUTCString();
    press.api.once(SUBMIT, (_, wire) => wire.answer(429, {}, { "Retry-After": date() }));
    const submits = await submitAnew(press, "header", { clock });
    assert.equal(submits.length, 2, "submits");
    assertGap(submits, 1900);
    // Another form of a date is no date: the client's own backoff counts.
    press.api.once(SUBMIT, (_, wire) => wire.answer(429, {}, { "Retry-After": "2099-01-01 00:00:00" }));
    assert.equal(
      (await submitAnew(press, "header", { clock })).length,
      2,
      "submits after a date of no HTTP form",
    );
  }),

  pressRow("N05", "submit-500-after-create", async (press) => {
    for (const variant of KEYED) {
      press.api.once(SUBMIT, (request, wire) => {
        press.createJob(request);
        wire.answer(500, { code: "boom" });
      });
      const submits = await submitAnew(press, variant);
      assert.equal(submits.length, 2, `submits (${variant})`);
      assertReplay(submits);
    }
  }),

  castdocRow("N06", "submit-500-after-create-no-idempotency", async (castdoc) => {
    castdoc.server.always("POST /castdoc/jobs", (_, wire) => {
      castdoc.jobs.push("made");
      wire.answer(500, { title: "Internal Server Error" });
    });
    const { exit, stderr } = await castdoc.convert();
    assert.equal(exit, 13, `exit code; stderr: ${stderr}`);
    assert.match(stderr, /docjobs list castdoc/, "stderr tells how to look");
    assert.equal(castdoc.server.seen("POST /castdoc/jobs").length, 1, "submits");
    assert.deepEqual(castdoc.saved(), {}, "files");
  }),

  pressRow("N07", "submit-captive-portal-html-200", async (press) => {
    press.api.always(SUBMIT, (_, wire) =>
      wire.answer(200, "<html>Please log in</html>", { "Content-Type": "text/html" }),
    );
    await failure(press.print(await press.client()), "submit_outcome_unknown", "bad_response");
    assert.deepEqual(press.saved(), {}, "files");
  }),

  pressRow("N08", "submit-malformed-json", async (press) => {
    const cut = (request: WireRequest, wire: Wire): void => {
      press.createJob(request);
      wire.answer(201, '{"id":"j1","sta', { "Content-Type": "application/json" });
    };
    await checkLostAnswer(press, cut);
    // Where it never gets better, the error holds the key for a later replay.
    press.api.always(SUBMIT, cut);
    press.api.always("GET /jobs", (_, wire) => wire.answer(403, {}));
    const job = (await press.client()).submit(
      { file: inputFile(), format: "docx" },
      { idempotencyKey: "mine" },
    );
    const error = await failure(job, "submit_outcome_unknown");
    assert.equal((error as { idempotencyKey?: string }).idempotencyKey, "mine", "the key for a replay");
    press.api.always(SUBMIT, (_request, _wire, normal) => normal());
    const replay = await (
      await press.client()
    ).submit({ file: inputFile(), format: "docx" }, { idempotencyKey: "mine" });
    assert.equal(replay.id, press.jobs.find(({ key }) => key === "mine")?.id, "the replay's job");
    forget(press, 1);
  }),

  pressRow("N09", "submit-no-id", async (press) => {
    press.api.always(SUBMIT, (_, wire) => wire.answer(201, { status: "queued" }));
    await failure(press.print(await press.client()), "submit_outcome_unknown", "bad_response");
    assertNoPoll(press);
  }),

  pressRow("N10", "submit-id-path-traversal", async (press) => {
    for (const id of ["../admin?x=1", "..", "a/b", "%2e%2e", "j1\r\nX: y", ""]) {
      press.api.always(SUBMIT, (_, wire) => wire.answer(201, { id, status: "queued" }));
      await failure(press.print(await press.client()), "submit_outcome_unknown", "bad_response");
    }
    assertNoPoll(press);
    assert.ok(!press.api.requests.some(({ target }) => target.includes("admin")), "the path was requested");
  }),

  castdocRow("N11", "submit-401", async (castdoc) => {
    castdoc.server.always("POST /castdoc/jobs", (_, wire) => wire.answer(401, { title: "Unauthorized" }));
    assert.equal((await castdoc.convert()).exit, 4, "exit code");
    assert.equal(castdoc.server.seen("POST /castdoc/jobs").length, 1, "submits");
  }),

  castdocRow("N12", "submit-402", async (castdoc) => {
    castdoc.server.always("POST /castdoc/jobs", (_, wire) => wire.answer(402, { title: "Payment Required" }));
    assert.equal((await castdoc.convert()).exit, 5, "exit code");
    assert.equal(castdoc.server.seen("POST /castdoc/jobs").length, 1, "submits");
  }),

  pressRow("N13", "submit-hang", async (press) => {
    const limits = { connectMs: 300, totalMs: 300 };
    await checkLostAnswer(press, (request) => void press.createJob(request), { limits });
  }),

  pressRow("N14", "submit-307-cross-origin", async (press) => {
    for (const status of [307, 308, 302]) {
      press.api.always(SUBMIT, (_, wire) => wire.answer(status, "", { Location: `${press.evil.url}/jobs` }));
      press.api.always("POST /files", (_, wire) => wire.answer(201, { id: "f1" }));
      await failure(press.print(await press.client()), "unsafe_redirect");
      // The upload carries the document itself.
      press.api.always("POST /files", (_, wire) =>
        wire.answer(status, "", { Location: `${press.evil.url}/files` }),
      );
      await failure(press.print(await press.client()), "unsafe_redirect");
    }
    assert.equal(press.evil.connections, 0, "connections to the other origin");
    assert.equal(press.jobs.length, 0, "jobs");
  }),
];

/** An answer that gets lost once: each way in which an API can keep repeats apart has its own promise. */
async function checkLostAnswer(
  press: Press,
  lose: (request: WireRequest, wire: Wire) => void,
  options: Parameters<Press["client"]>[0] = {},
): Promise<void> {
  for (const variant of KEYED) {
    press.api.once(SUBMIT, lose);
    const submits = await submitAnew(press, variant, options);
    assert.equal(submits.length, 2, `submits (${variant})`);
    assertReplay(submits);
  }
  // Without keys the client looks into the list, and finds the job.
  press.api.once(SUBMIT, lose);
  assert.equal((await submitAnew(press, "none", options)).length, 1, "submits (none)");
  // Without a list either it stops.
  const before = press.api.seen(SUBMIT).length;
  press.api.once(SUBMIT, lose);
  const client = await press.client({ variant: "none-unlisted", ...options });
  await failure(client.submit({ file: inputFile(), format: "docx" }), "submit_outcome_unknown");
  assert.equal(press.api.seen(SUBMIT).length - before, 1, "submits (none, no list)");
  forget(press, 1);
}

/** One whole run that makes one job; gives its submits, and leaves no job behind for the next. */
async function submitAnew(
  press: Press,
  variant: Variant,
  options: Parameters<Press["client"]>[0] = {},
): Promise<WireRequest[]> {
  const before = press.api.seen(SUBMIT).length;
  const job = await (
    await press.client({ variant, ...options })
  ).submit({ file: inputFile(), format: "docx" });
  const done = await job.wait({ timeoutMs: 20_000 });
  await press.saveTo(done, press.path, { overwrite: true });
  checkSaved(press);
  forget(press, 1);
  return press.api.seen(SUBMIT).slice(before);
}

/** Takes the jobs of a finished run off the bill. */
function forget({ jobs }: Press, count: number): void {
  assert.equal(jobs.length, count, "jobs");
  (jobs as unknown[]).length = 0;
}

function assertReplay([first, second]: readonly WireRequest[]): void {
  assert.ok(first && second);
  assert.equal(second.headers["idempotency-key"], first.headers["idempotency-key"], "the key of the replay");
  assert.ok(second.body.equals(first.body), "the replay has other bytes");
}

function assertGap(requests: readonly WireRequest[], leastMs: number): void {
  const [gap = 0] = gapsMs(requests);
  assert.ok(gap * FACTOR >= leastMs, `the gap was ${Math.round(gap * FACTOR)} ms, not ${leastMs}`);
}

function assertNoPoll({ api }: Press): void {
  const polls = api.requests.filter(({ method, path }) => method === "GET" && path !== "/jobs");
  assert.deepEqual(
    polls.map(({ target }) => target),
    [],
    "polls",
  );
}
