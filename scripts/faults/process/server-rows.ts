import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { verifyWebhook, WebhookError, type WebhookOptions } from "@docjobs/jobs-core/webhooks";
import { workspaceRoot } from "../../run/workspace-root.js";
import type { FaultContext, FaultRow } from "../fault-row.js";
import { startRawServer } from "../support/raw-server.js";
import { type RunningCli, startCli } from "./support/start-cli.js";
import { until } from "./support/until.js";

const SECRET = "webhook-secret-9999";

export const serverRows: readonly FaultRow[] = [
  {
    id: "P39",
    name: "hostile-webhook",
    run: checkWebhooks,
  },

  {
    id: "P40",
    name: "serve-host-and-origin",
    async run(context) {
      const key = "served-secret-4321";
      const data = join(context.folder, "data");
      const cli = startCli(context, ["serve", "--port", "0", "--data", data], {
        env: { DOCJOBS_SERVE_KEY: key },
      });
      const url = await firstLine(cli, context);
      const { port, hostname } = new URL(url);
      assert.equal(hostname, "127.0.0.1", "the host that it is bound to");
      const ask = (headers: string, path = "/castdoc/jobs"): Promise<string> =>
        exchangeRaw(Number(port), `GET ${path} HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`);
      const own = `Host: 127.0.0.1:${port}\r\n`;
      const authorization = `Authorization: Bearer ${key}\r\n`;
      assert.match(await ask(own + authorization), /^HTTP\/1\.1 200 /u);
      for (const host of [
        "evil.example",
        `evil.example:${port}`,
        "127.0.0.1.evil.example",
        `169.254.169.254`,
      ])
        assert.match(await ask(`Host: ${host}\r\n${authorization}`), /^HTTP\/1\.1 403 /u, `Host: ${host}`);
      for (const origin of ["https://evil.example", "null", "http://127.0.0.1.evil.example"]) {
        const answer = await ask(`${own}${authorization}Origin: ${origin}\r\n`);
        assert.match(answer, /^HTTP\/1\.1 403 /u, `Origin: ${origin}`);
        assert.doesNotMatch(answer, /access-control-allow-origin/iu);
      }
      // Neither the key that is wanted nor one that is sent comes back.
      const wrong = "a-wrong-secret-8765";
      const answers = [
        await ask(`${own}Authorization: Bearer ${wrong}\r\n`),
        await ask(`${own}${authorization}`, "/nosuch"),
        await ask(`${own}${authorization}`, `/castdoc/jobs/${"0".repeat(32)}`),
        await ask(`Host: evil.example\r\n${authorization}`),
      ];
      assert.match(answers[0] ?? "", /^HTTP\/1\.1 401 /u);
      // Other addresses of this machine are not listened at.
      for (const address of ["127.0.0.2", "::1"])
        await assert.rejects(
          exchangeRaw(Number(port), "GET / HTTP/1.0\r\n\r\n", address),
          `${address} answers`,
        );
      cli.child.kill("SIGTERM");
      const { exit, stdout, stderr } = await cli.done;
      assert.equal(exit, 0, stderr);
      const shown = [...answers, stdout, stderr].join("\n");
      assert.ok(!shown.includes(key) && !shown.includes(wrong), "a key came back");
    },
  },
];

async function checkWebhooks(context: FaultContext): Promise<void> {
  const client = join(workspaceRoot, "packages/convert-fast/dist/index.js");
  const { convertFastApi: api } = (await import(pathToFileURL(client).href)) as {
    convertFastApi: WebhookOptions["api"];
  };
  // What programs use: the library, with a scheme that signs the time.
  const signed = {
    header: "X-Signature",
    algorithm: "hmac-sha256",
    encoding: "hex",
    signs: "{timestamp}.{body}",
    timestampHeader: "X-Timestamp",
  } as const;
  const now = Date.now();
  const body = JSON.stringify({ jobId: "j1", eventId: "e1", status: "Completed" });
  const deliver = (
    text: string,
    { at = now, secret = SECRET, signature }: { at?: number; secret?: string; signature?: string } = {},
  ): ReturnType<typeof verifyWebhook> => {
    const timestamp = String(Math.floor(at / 1000));
    const mac = createHmac("sha256", secret).update(`${timestamp}.${text}`).digest("hex");
    const headers = { "x-signature": signature ?? mac, "x-timestamp": timestamp };
    return verifyWebhook({
      api,
      headers,
      body: text,
      secrets: [SECRET, "older"],
      signature: signed,
      now,
    });
  };
  const event = await deliver(body);
  assert.equal(event.jobId, "j1");
  assert.equal(
    (await deliver(body, { secret: "older" })).eventId,
    event.eventId,
    "a replay has the event's id",
  );
  const refused: [string, () => ReturnType<typeof verifyWebhook>][] = [
    ["a bad signature", () => deliver(body, { secret: "guessed" })],
    ["no signature", () => deliver(body, { signature: "" })],
    ["a short signature", () => deliver(body, { signature: "00" })],
    ["a signature of other bytes", () => deliver(body, { signature: "0".repeat(64) })],
    ["an old timestamp", () => deliver(body, { at: now - 600_000 })],
    ["a timestamp to come", () => deliver(body, { at: now + 600_000 })],
    ["10 MB", () => deliver(JSON.stringify({ jobId: "j1", padding: "x".repeat(10_000_000) }))],
    ["no JSON", () => deliver("{")],
  ];
  for (const [what, attempt] of refused)
    await assert.rejects(attempt(), (error) => error instanceof WebhookError, what);

  // What people use while they build: a listener that passes on what is genuine, once.
  const target = await startRawServer(context, (_, wire) => wire.answer(204));
  const cli = startCli(
    context,
    ["webhooks", "listen", "convert-fast", "--port", "0", "--forward-to", `${target.url}/hook`],
    {
      env: { DOCJOBS_CONVERT_FAST_WEBHOOK_SECRET: SECRET },
    },
  );
  const url = await firstLine(cli, context);
  assert.equal(new URL(url).hostname, "127.0.0.1", "the host that it is bound to");
  const post = (text: string, secret = SECRET): Promise<number> =>
    fetch(url, {
      method: "POST",
      body: text,
      headers: { "x-fast-signature": `sha256=${createHmac("sha256", secret).update(text).digest("hex")}` },
    }).then(
      ({ status }) => status,
      // A body that is too long may be cut off before the answer is read.
      () => 413,
    );
  const eventOf = (id: string, status: string): string =>
    JSON.stringify({ event: "job", eventId: id, jobId: "0a6f2f4e-5b1c-4c52-9d0e-3f1b2a4c5d6e", status });
  assert.equal(await post(eventOf("late", "Completed")), 204);
  // Out of order: an older event comes after a newer one, and is an event like any other.
  assert.equal(await post(eventOf("early", "Running")), 204);
  const again = await post(eventOf("late", "Completed"));
  assert.ok(again >= 200 && again < 300, `a repeat is answered with ${again}`);
  assert.equal(await post(eventOf("forged", "Completed"), "guessed"), 401);
  assert.equal(await post(JSON.stringify({ padding: "x".repeat(10_000_000) })), 413);
  assert.deepEqual(
    target.requests.map(({ body: bytes }) => (JSON.parse(bytes.toString()) as { eventId: string }).eventId),
    ["late", "early"],
    "events that were passed on",
  );
  cli.child.kill("SIGINT");
  const { exit, stdout, stderr } = await cli.done;
  assert.equal(exit, 0, stderr);
  for (const outcome of ["verified", "repeat", "refused"])
    assert.ok(stdout.includes(outcome), `no ${outcome} in ${stdout}`);
  assert.ok(!`${stdout}${stderr}`.includes(SECRET), "the secret is printed");
}

/** The URL that a server prints first. */
async function firstLine(cli: RunningCli, context: FaultContext): Promise<string> {
  let text = "";
  cli.child.stdout?.on("data", (chunk: string) => (text += chunk));
  await until(() => text.includes("\n") || cli.child.exitCode !== null, "a URL", context.signal);
  assert.equal(cli.child.exitCode, null, `it ended: ${cli.stderr()}`);
  return text.split("\n")[0] ?? "";
}

/** Sends bytes and gives back everything that comes. */
function exchangeRaw(port: number, request: string, address = "127.0.0.1"): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(port, address, () => socket.write(request));
    socket.setEncoding("latin1").on("data", (chunk: string) => (answer += chunk));
    socket.on("error", reject).on("close", () => resolve(answer));
  });
}
