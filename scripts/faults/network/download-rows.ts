import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import type { ClientOptions } from "@docjobs/jobs-core";
import { gzipSync } from "node:zlib";
import type { FaultRow } from "../fault-row.js";
import { failure } from "../support/failure.js";
import { drip } from "../support/pump.js";
import { head, type Wire, type WireRequest } from "../support/raw-server.js";
import type { Route } from "../support/routed-server.js";
import { castdocRow } from "./castdoc-row.js";
import { pressRow } from "./press-row.js";
import { checkSaved, DOCX, type Press, sha256 } from "./press.js";
import { serveObject } from "./serve-object.js";

const DOWNLOAD = "GET /prints/*";
const ETAG = '"v1"';
/** For rows in which the storage falls silent. */
const SHORT: ClientOptions = { limits: { connectMs: 500, idleMs: 300, totalMs: 2000 } };

export const downloadRows: readonly FaultRow[] = [
  pressRow("N52", "dl-presigned-no-key", async (press) => {
    await press.print(await press.client());
    checkSaved(press);
    const [request] = press.storage.requests;
    assert.ok(request, "the storage was not asked");
    const own = ["x-key", "authorization", "cookie", "idempotency-key", "referer"];
    assert.deepEqual(
      own.filter((name) => name in request.headers),
      [],
      "headers at the storage",
    );
  }),

  pressRow("N53", "dl-redirect-cross-origin", async (press) => {
    press.storage.always(DOWNLOAD, (_, wire) =>
      wire.answer(302, "", { Location: `${press.evil.url}/print` }),
    );
    await press.print(await press.client());
    checkSaved(press);
    assert.equal(press.evil.requests.length, 1, "requests at the other host");
    // A fourth hop is one too many.
    press.storage.always(DOWNLOAD, ({ query }, wire) => {
      const hop = Number(query.get("hop") ?? 0);
      const next = hop < 3 ? `/prints/j1?hop=${hop + 1}` : `${press.evil.url}/print`;
      wire.answer(302, "", { Location: next });
    });
    const done = await doneJob(press);
    await failure(press.saveTo(done, `${press.path}.other`), "unsafe_redirect");
    assert.equal(press.evil.requests.length, 1, "requests at the other host after four hops");
    checkSaved(press);
  }),

  pressRow("N54", "dl-redirect-data-url", async (press) => {
    const locations = [
      "data:application/zip;base64,UEsDBA==",
      "file:///etc/passwd",
      "blob:x",
      "javascript:1",
    ];
    for (const location of locations) {
      press.storage.always(DOWNLOAD, (_, wire) => wire.answer(302, "", { Location: location }));
      await failure(press.saveTo(await doneJob(press)), "unsafe_redirect");
      assert.deepEqual(press.saved(), {}, "files");
    }
  }),

  pressRow("N55", "dl-url-file-scheme", (press) =>
    refusesUrl(press, "file:///etc/passwd", "data:text/plain,x", "ftp://127.0.0.1/x", "//etc/passwd"),
  ),

  pressRow("N56", "dl-url-userinfo", async (press) => {
    await refusesUrl(press, press.storage.url.replace("://", "://user:pass@") + "/prints/j1");
    assert.equal(press.storage.requests.length, 0, "requests");
  }),

  pressRow("N57", "dl-truncated-content-length", (press) => goesOn(press, (wire) => wire.end())),

  pressRow("N58", "dl-truncated-chunked", async (press) => {
    press.storage.once(DOWNLOAD, (_, wire) => {
      const half = press.bytes.subarray(0, 100_000);
      const headers = { "Content-Type": DOCX, ETag: ETAG, "Transfer-Encoding": "chunked" };
      const chunk = [`${half.length.toString(16)}\r\n`, half, "\r\n"].map((part) => Buffer.from(part));
      wire.end(Buffer.concat([Buffer.from(head(200, headers)), ...chunk]));
    });
    await press.print(await press.client());
    checkSaved(press);
  }),

  pressRow("N59", "dl-truncated-close-delimited", async (press) => {
    const cut: Route = (_, wire) =>
      wire.end(
        Buffer.concat([
          Buffer.from(head(200, { "Content-Type": DOCX, Connection: "close" })),
          press.bytes.subarray(0, 100_000),
        ]),
      );
    // By the job's size; by its digest; and where it tells neither, by how such a file ends.
    for (const told of [{ sha256: undefined }, { size: undefined }, { size: undefined, sha256: undefined }]) {
      press.output = told;
      press.storage.once(DOWNLOAD, cut);
      await press.saveTo(await doneJob(press), press.path, { overwrite: true });
      checkSaved(press);
      press.storage.always(DOWNLOAD, cut);
      await failure(press.saveTo(await doneJob(press), `${press.path}.short`), "integrity");
      assert.ok(!existsSync(`${press.path}.short`), "it saved a short file");
      press.storage.always(DOWNLOAD, (_request, _wire, normal) => normal());
    }
    checkSaved(press);
  }),

  pressRow("N60", "dl-rst-mid-body", async (press) => {
    // A reset takes what has not been read yet with it: only after a while is there something to go on with.
    for (let delayMs = 20; delayMs < 2000 && !press.storage.requests.some(isRange); delayMs *= 2) {
      press.storage.once(DOWNLOAD, (_, wire) =>
        sendHalf(press, wire, () => setTimeout(() => wire.reset(), delayMs)),
      );
      await press.saveTo(await doneJob(press), press.path, { overwrite: true });
      checkSaved(press);
    }
    assert.ok(press.storage.requests.some(isRange), "no Range was asked for");
  }),

  pressRow("N61", "dl-stall-mid-body", (press) => goesOn(press, () => {}, SHORT)),

  pressRow("N62", "dl-drip", (press) =>
    goesOn(press, (wire) => drip(wire.socket, press.bytes.subarray(100_000, 101_000), 50), SHORT),
  ),

  pressRow("N64", "dl-negative-content-length", async (press) => {
    press.storage.once(DOWNLOAD, (_, wire) =>
      wire.end(
        Buffer.concat([
          Buffer.from(head(200, { "Content-Type": DOCX, "Content-Length": "-5" })),
          press.bytes,
        ]),
      ),
    );
    await press.print(await press.client());
    checkSaved(press);
  }),

  pressRow("N67", "dl-gzip-legit-length-mismatch", async (press) => {
    press.storage.always(DOWNLOAD, (_, wire) =>
      wire.answer(200, gzipSync(press.bytes), { "Content-Type": DOCX, "Content-Encoding": "gzip" }),
    );
    for (const told of [{}, { size: undefined, sha256: undefined }]) {
      press.output = told;
      await press.saveTo(await doneJob(press), press.path, { overwrite: true });
      checkSaved(press);
    }
  }),

  pressRow("N68", "dl-gzip-lie", (press) =>
    mends(press, (_, wire) =>
      wire.answer(200, press.bytes, { "Content-Type": DOCX, "Content-Encoding": "gzip" }),
    ),
  ),

  pressRow("N69", "dl-corrupt-bytes", async (press) => {
    const corrupt = Buffer.from(press.bytes);
    corrupt[100_000] = 1 ^ (corrupt[100_000] ?? 0);
    const digest = Buffer.from(sha256(press.bytes), "hex").toString("base64");
    // The digest stands in the job, or in a header of the storage.
    for (const headers of [
      {},
      { "Repr-Digest": `sha-256=:${digest}:` },
      { "x-amz-checksum-sha256": digest },
    ]) {
      const isInJob = Object.keys(headers).length === 0;
      press.output = isInJob ? {} : { sha256: undefined };
      const answer = (bytes: Buffer): Route => {
        return (request, wire) => serveObject(request, wire, { bytes, etag: ETAG, headers });
      };
      press.storage.once(DOWNLOAD, answer(corrupt), answer(press.bytes));
      const before = press.storage.requests.length;
      await press.saveTo(await doneJob(press), press.path, { overwrite: true });
      checkSaved(press);
      assert.equal(press.storage.requests.length - before, 2, "downloads");
      // Where it never gets better, there is no file.
      press.storage.always(DOWNLOAD, answer(corrupt));
      await failure(press.saveTo(await doneJob(press), `${press.path}.corrupt`), "integrity");
      await failure(
        (await doneJob(press)).download().then((download) => download.bytes()),
        "integrity",
      );
      press.storage.always(DOWNLOAD, (_request, _wire, normal) => normal());
      checkSaved(press);
    }
  }),

  pressRow("N70", "dl-range-ignored", async (press) => {
    press.storage.once(DOWNLOAD, (_, wire) => sendHalf(press, wire, () => wire.end()));
    press.storage.always(DOWNLOAD, (_, wire) =>
      wire.answer(200, press.bytes, { "Content-Type": DOCX, ETag: ETAG }),
    );
    await press.print(await press.client());
    checkSaved(press);
    assert.ok(press.storage.requests.some(isRange), "no Range was asked for");
  }),

  pressRow("N71", "dl-range-etag-changed", async (press) => {
    // The object is another one from the second request on.
    const other = Buffer.from(press.bytes).fill(7, 10, press.bytes.length - 22);
    press.output = { sha256: undefined };
    press.storage.once(DOWNLOAD, (_, wire) => sendHalf(press, wire, () => wire.end()));
    press.storage.always(DOWNLOAD, (request, wire) =>
      serveObject(request, wire, { bytes: other, etag: '"v2"' }),
    );
    await press.print(await press.client());
    assert.equal(press.storage.requests.find(isRange)?.headers["if-range"], ETAG, "If-Range");
    press.bytes = other;
    checkSaved(press);
  }),

  pressRow("N72", "dl-range-wrong-offset", async (press) => {
    press.storage.once(
      DOWNLOAD,
      (_, wire) => sendHalf(press, wire, () => wire.end()),
      (_, wire) => {
        const { length } = press.bytes;
        const range = `bytes 50-${length - 1}/${length}`;
        const headers = { "Content-Type": DOCX, ETag: ETAG, "Content-Range": range };
        wire.answer(206, press.bytes.subarray(50), headers);
      },
    );
    await press.print(await press.client());
    checkSaved(press);
  }),

  pressRow("N73", "dl-unasked-206", async (press) => {
    const part: Route = (_, wire) => {
      const { length } = press.bytes;
      const headers = { "Content-Type": DOCX, ETag: ETAG, "Content-Range": `bytes 0-999/${length}` };
      wire.answer(206, press.bytes.subarray(0, 1000), headers);
    };
    for (const told of [{}, { size: undefined, sha256: undefined }]) {
      press.output = told;
      press.storage.once(DOWNLOAD, part);
      await press.saveTo(await doneJob(press), press.path, { overwrite: true });
      checkSaved(press);
    }
  }),

  pressRow("N74", "dl-403-expired-then-refresh", async (press) => {
    press.storage.once(DOWNLOAD, (_, wire) =>
      wire.answer(403, "<Error><Code>AccessDenied</Code></Error>", { "Content-Type": "application/xml" }),
    );
    await press.print(await press.client());
    checkSaved(press);
    const [first, second, ...more] = press.storage.requests.map(({ target }) => target);
    assert.ok(second !== undefined && first !== second, "the second link is a new one");
    assert.equal(more.length, 0, "further downloads");
    assert.equal(press.api.seen("GET /jobs/j1").length, 2, "looks at the job");
  }),

  castdocRow("N75", "dl-410-expired", async ({ server, convert, saved }) => {
    server.always("GET /files/*/content", (_, wire) => wire.answer(410, { title: "Gone" }));
    const { exit, stderr } = await convert();
    assert.equal(exit, 9, `exit code; stderr: ${stderr}`);
    assert.match(stderr, /expired|deleted|gone/i, "stderr");
    assert.deepEqual(saved(), {}, "files");
  }),

  pressRow("N76", "dl-200-html-error", (press) =>
    mends(press, (_, wire) =>
      wire.answer(200, "<html>Error</html>", { "Content-Type": "text/html; charset=utf-8" }),
    ),
  ),

  pressRow("N77", "dl-zero-bytes", (press) =>
    mends(
      press,
      (_, wire) => wire.answer(200, "", { "Content-Type": DOCX }),
      (_, wire) => wire.end(head(200, { "Content-Type": DOCX, Connection: "close" })),
    ),
  ),
];

type Done = Parameters<Press["saveTo"]>[0];

/** A finished job, freshly looked at. */
async function doneJob(press: Press): Promise<Done> {
  if (press.jobs.length === 0)
    press.createJob({ headers: { "idempotency-key": "k" }, body: Buffer.from('{"file":"f1"}') });
  return (await press.client({ limits: { connectMs: 5000 } })).job("j1").wait({ timeoutMs: 20_000 });
}

/** Half of the print with its whole length, then `end`. */
async function sendHalf({ bytes }: Press, wire: Wire, end: (wire: Wire) => unknown): Promise<void> {
  const headers = { "Content-Type": DOCX, ETag: ETAG, "Content-Length": bytes.length };
  await wire.send(Buffer.concat([Buffer.from(head(200, headers)), bytes.subarray(0, 100_000)]));
  await end(wire);
}

/** The download breaks off once: the rest is asked for, not the whole. */
async function goesOn(
  press: Press,
  end: (wire: Wire) => unknown,
  options: ClientOptions = {},
): Promise<void> {
  press.storage.once(DOWNLOAD, (_, wire) => sendHalf(press, wire, end));
  await press.print(await press.client(options));
  checkSaved(press);
  const [, rest, ...more] = press.storage.requests;
  assert.match(rest?.headers["range"] ?? "", /^bytes=[1-9]\d*-$/, "the second request's Range");
  assert.equal(rest?.headers["if-range"], ETAG, "the second request's If-Range");
  assert.equal(more.length, 0, "further downloads");
}

/** Answers that cannot be the print: asked again, and an error without a file where they are all there is. */
async function mends(press: Press, ...faults: Route[]): Promise<void> {
  for (const told of [{}, { size: undefined, sha256: undefined }]) {
    press.output = told;
    for (const fault of faults) {
      press.storage.once(DOWNLOAD, fault);
      await press.saveTo(await doneJob(press), press.path, { overwrite: true });
      checkSaved(press);
      press.storage.always(DOWNLOAD, fault);
      await failure(
        press.saveTo(await doneJob(press), `${press.path}.bad`),
        "integrity",
        "service_unavailable",
      );
      press.storage.always(DOWNLOAD, (_request, _wire, normal) => normal());
      checkSaved(press);
    }
  }
}

async function refusesUrl(press: Press, ...urls: string[]): Promise<void> {
  for (const url of urls) {
    press.output = { url };
    await failure(press.saveTo(await doneJob(press)), "unsafe_redirect", "bad_response");
    assert.deepEqual(press.saved(), {}, "files");
  }
}

function isRange({ headers }: WireRequest): boolean {
  return headers["range"] !== undefined;
}
