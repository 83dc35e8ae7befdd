import { createHmac } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer, request, type IncomingHttpHeaders, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fixture } from "../support/fixture.js";
import { errorOf, makeSandbox, type RunningCli, type Sandbox } from "../support/run-cli.js";

const SECRET = "0123456789abcdef-webhooks";
const BODY = JSON.stringify({ event: "job.succeeded", eventId: "e-1", jobId: "j-1", status: "Succeeded" });

let sandbox: Sandbox;
const running: RunningCli[] = [];
let target: Server | undefined;

beforeAll(() => {
  sandbox = makeSandbox();
});
afterEach(async () => {
  for (const cli of running.splice(0)) {
    cli.child.kill("SIGKILL");
    await cli.done;
  }
  target?.close();
  target = undefined;
});
afterAll(() => sandbox.remove());

const sign = (body: string | Buffer, secret = SECRET) =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

interface Listening {
  cli: RunningCli;
  url: string;
  /** The lines after the first, as JSON; waits for as many. */
  deliveries(count: number): Promise<Record<string, unknown>[]>;
}

async function listen(
  words: readonly string[],
  options: { env?: Record<string, string>; input?: string } = {},
): Promise<Listening> {
  const cli = sandbox.start(["webhooks", "listen", ...words, "--port", "0", "--json"], {
    env: { DOCJOBS_CONVERT_FAST_WEBHOOK_SECRET: SECRET },
    ...options,
  });
  running.push(cli);
  await cli.says("stdout", "\n");
  const lines = () => cli.stdout().trim().split("\n");
  const { url } = JSON.parse(lines()[0] ?? "") as { url: string };
  return {
    cli,
    url,
    async deliveries(count) {
      await cli.says("stdout", new RegExp(`(?:.*\\n){${count + 1}}`, "u"));
      return lines()
        .slice(1)
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    },
  };
}

async function post(url: string, body: string | Buffer, headers: Record<string, string>): Promise<number> {
  const response = await fetch(url, { method: "POST", body: new Uint8Array(Buffer.from(body)), headers });
  await response.arrayBuffer();
  return response.status;
}

interface Target {
  url: string;
  seen: { headers: IncomingHttpHeaders; body: Buffer }[];
}

async function startTarget(statuses: readonly number[] = []): Promise<Target> {
  const seen: Target["seen"] = [];
  target = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    seen.push({ headers: incoming.headers, body: Buffer.concat(chunks) });
    response.writeHead(statuses[seen.length - 1] ?? 200).end("ok");
  });
  await new Promise<void>((resolve) => target?.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(target.address() as AddressInfo).port}/hooks`, seen };
}

describe("webhooks listen", () => {
  it("tells a genuine delivery, a forged one, a repeat and nonsense apart, and ends quietly", async () => {
    const { cli, url, deliveries } = await listen(["convert-fast"]);
    const signed = { "x-fast-signature": sign(BODY) };
    expect(await post(`${url}/any/path?x=1`, BODY, signed)).toBe(204);
    expect(await post(url, BODY.replace("j-1", "j-2"), signed)).toBe(401);
    expect(await post(url, BODY, {})).toBe(401);
    expect(await post(url, BODY, signed)).toBe(204);
    expect(await post(url, "{", { "x-fast-signature": sign("{") })).toBe(400);
    expect((await fetch(url)).status).toBe(405);
    const lines = await deliveries(5);
    expect(lines.map(({ outcome }) => outcome)).toEqual([
      "verified",
      "refused",
      "refused",
      "repeat",
      "refused",
    ]);
    expect(lines[0]).toMatchObject({
      provider: "convert-fast",
      kind: "convert",
      jobId: "j-1",
      eventId: "e-1",
      token: expect.stringMatching(/^docjobs1\./u),
      payload: { status: "Succeeded" },
    });
    cli.child.kill("SIGINT");
    const result = await cli.done;
    expect(result).toMatchObject({ exit: 0, stderr: "" });
    expect(result.stdout).not.toContain(SECRET);
  });

  it("takes the old secret and the new one", async () => {
    const { url } = await listen(["convert-fast", "--secret-stdin"], { input: `the-new-one\n${SECRET}\n` });
    expect(await post(url, BODY, { "x-fast-signature": sign(BODY, "the-new-one") })).toBe(204);
    expect(await post(url, BODY, { "x-fast-signature": sign(BODY) })).toBe(204);
    expect(await post(url, BODY, { "x-fast-signature": sign(BODY, "another") })).toBe(401);
  });

  it("says that nothing is proven where it knows no secret, and where the API signs nothing", async () => {
    const without = await listen(["convert-fast"], { env: { DOCJOBS_CONVERT_FAST_WEBHOOK_SECRET: "" } });
    expect(await post(without.url, BODY, {})).toBe(204);
    expect(await without.deliveries(1)).toMatchObject([
      { outcome: "unverified", jobId: "j-1", payload: null },
    ]);
    const anchorgrid = await listen(["anchorgrid"]);
    const job = JSON.stringify({ id: "a-1", model: "toc-parser", status: "complete" });
    expect(await post(anchorgrid.url, job, {})).toBe(204);
    expect(await anchorgrid.deliveries(1)).toMatchObject([
      { outcome: "unverified", jobId: "a-1", kind: "toc-parser", payload: null },
    ]);
  });

  it("refuses 10 MB with 413, announced or not, and goes on", async () => {
    const { url, deliveries } = await listen(["convert-fast"]);
    const large = Buffer.alloc(10_000_000, "x");
    const refusals = await Promise.all([
      answerTo(url, { "content-length": String(large.length) }, large),
      answerTo(url, { "transfer-encoding": "chunked" }, large),
    ]);
    expect(refusals).toEqual([413, 413]);
    expect(await post(url, BODY, { "x-fast-signature": sign(BODY) })).toBe(204);
    const lines = await deliveries(3);
    expect(lines.map(({ outcome }) => outcome)).toEqual(["refused", "refused", "verified"]);
  });

  it("outlives senders that break off or talk nonsense", async () => {
    const { url } = await listen(["convert-fast"]);
    const port = Number(new URL(url).port);
    for (const text of [
      "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\n{",
      "\u0000\u0001\u0002\r\n\r\n",
      `POST / HTTP/1.1\r\nhost: x\r\nx: ${"y".repeat(40_000)}\r\n\r\n`,
    ]) {
      await new Promise<void>((resolve) => {
        const socket = connect(port, "127.0.0.1", () => socket.write(text, () => socket.resetAndDestroy()));
        socket.on("close", () => resolve()).on("error", () => {});
      });
    }
    expect(await post(url, BODY, { "x-fast-signature": sign(BODY) })).toBe(204);
  });

  it("passes an event on once, byte for byte, and never with a key", async () => {
    const { url: forwardTo, seen } = await startTarget();
    const { url, deliveries } = await listen(["convert-fast", "--forward-to", forwardTo], {
      env: {
        DOCJOBS_CONVERT_FAST_WEBHOOK_SECRET: SECRET,
        DOCJOBS_CONVERT_FAST_API_KEY: "the-api-key",
      },
    });
    const body = Buffer.from(`${BODY.slice(0, -1)},  "name":"caf\u00e9" }`);
    const headers = { "x-fast-signature": sign(body), "content-type": "application/json", "x-own": "1" };
    expect(await Promise.all([post(url, body, headers), post(url, body, headers)])).toEqual([200, 200]);
    expect(await post(url, BODY, { "x-fast-signature": "sha256=00" })).toBe(401);
    expect(seen).toHaveLength(1);
    expect(seen[0]?.body.equals(body)).toBe(true);
    expect(seen[0]?.headers).toMatchObject(headers);
    expect(JSON.stringify(seen[0]?.headers)).not.toContain("the-api-key");
    const outcomes = (await deliveries(3)).map(
      ({ outcome, forwarded }) => `${String(outcome)} ${String(forwarded)}`,
    );
    expect(outcomes.toSorted()).toEqual(["refused null", "repeat null", "verified 200"]);
  });

  it("lets the sender try again what the program behind did not take", async () => {
    const { url: forwardTo, seen } = await startTarget([503, 302]);
    const { url } = await listen(["convert-fast", "--forward-to", forwardTo]);
    const headers = { "x-fast-signature": sign(BODY) };
    expect(await post(url, BODY, headers)).toBe(503);
    expect(await post(url, BODY, headers)).toBe(502);
    expect(await post(url, BODY, headers)).toBe(200);
    expect(await post(url, BODY, headers)).toBe(200);
    expect(seen).toHaveLength(3);
    target?.closeAllConnections();
    await new Promise((resolve) => target?.close(resolve));
    const other = BODY.replace("e-1", "e-2");
    expect(await post(url, other, { "x-fast-signature": sign(other) })).toBe(502);
  });

  it("refuses what cannot work before it listens", async () => {
    const run = (...words: string[]) => sandbox.run(["webhooks", "listen", ...words, "--json"]);
    expect(errorOf(await run("castdoc"))["message"]).toContain("sends no webhooks");
    expect((await run("convert-fast", "--forward-to", "http://example.com/x")).exit).toBe(2);
    expect((await run("convert-fast", "--forward-to", "file:///etc/passwd")).exit).toBe(2);
    expect((await run("convert-fast", "--secret-stdin")).exit).toBe(4);
    expect((await run("convert-fast", "--secret", SECRET)).exit).toBe(2);
    const { url } = await listen(["convert-fast"]);
    const taken = await run("convert-fast", "--port", new URL(url).port);
    expect(taken.exit).toBe(2);
    expect(errorOf(taken)["code"]).toBe("port_taken");
  });

  it("ends quietly when nobody reads its lines any more", async () => {
    const { cli, url, deliveries } = await listen(["convert-fast"]);
    cli.child.stdout?.destroy();
    await post(url, BODY, { "x-fast-signature": sign(BODY) }).catch(() => {});
    expect(await cli.done).toMatchObject({ exit: 0, stderr: "" });
    void deliveries;
  });
});

it("verifies what the local server sends for both its APIs with webhooks", { timeout: 120_000 }, async () => {
  const serving = sandbox.start(["serve", "--port", "0", "--data", "hooks"]);
  running.push(serving);
  await serving.says("stdout", "\n");
  const server = serving.stdout().trim();
  const env = {
    DOCJOBS_CONVERT_FAST_BASE_URL: server,
    DOCJOBS_CONVERT_FAST_API_KEY: "local",
    // The submit's secret is that of the listener.
    DOCJOBS_CONVERT_FAST_WEBHOOK_SECRET: SECRET,
    DOCJOBS_ANCHORGRID_BASE_URL: server,
    DOCJOBS_ANCHORGRID_API_KEY: "local",
  };
  const fast = await listen(["convert-fast"]);
  const words = ["--to", "jpg", "-o", "hook.jpg", "--json=jobId,token"];
  const done = await sandbox.run(
    [...["run", "convert-fast", fixture("small.png"), ...words], ...["--set", `webhookUrl=${fast.url}/hook`]],
    { env },
  );
  expect(done.exit, done.stderr).toBe(0);
  const { jobId } = JSON.parse(done.stdout) as { jobId: string };
  const [first] = await fast.deliveries(1);
  expect(first).toMatchObject({ outcome: "verified", jobId, payload: { event: "job.succeeded" } });
  const looked = await sandbox.run(["get", String(first?.["token"]), "--json=state"], { env });
  expect(JSON.parse(looked.stdout)).toEqual({ state: "succeeded" });

  const grid = await listen(["anchorgrid"]);
  const toc = await sandbox.run(
    [
      ...["run", "anchorgrid:page-classifier", fixture("plain.pdf"), "--json=jobId"],
      ...["--set", `webhook_url=${grid.url}/hook`],
    ],
    { env },
  );
  expect(toc.exit, toc.stderr).toBe(0);
  const { jobId: gridId } = JSON.parse(toc.stdout) as { jobId: string };
  expect(await grid.deliveries(1)).toMatchObject([
    { outcome: "unverified", jobId: gridId, kind: "page-classifier" },
  ]);
});

describe("webhooks verify", () => {
  const env = { DOCJOBS_CONVERT_FAST_WEBHOOK_SECRET: SECRET };
  const verify = (words: readonly string[], options: { input?: string; env?: Record<string, string> } = {}) =>
    sandbox.run(["webhooks", "verify", "convert-fast", ...words], { input: BODY, env, ...options });

  it("prints the job and the event of a genuine body, from stdin or a file", async () => {
    const words = ["--signature", sign(BODY)];
    expect(await verify(words)).toMatchObject({ exit: 0, stdout: "j-1\tverified\te-1\n", stderr: "" });
    writeFileSync(sandbox.path("body.json"), BODY);
    const header = `X-FAST-Signature:  ${sign(BODY)}`;
    const file = await verify(["body.json", "--header", header, "--json=jobId,eventId", "--secret-stdin"], {
      input: `${SECRET}\n`,
      env: {},
    });
    expect(JSON.parse(file.stdout)).toEqual({ jobId: "j-1", eventId: "e-1" });
  });

  it("is exit 11 for a body or a signature that was changed, and says nothing of the secret", async () => {
    for (const [words, input] of [
      [["--signature", sign(`${BODY}\n`)], BODY],
      [["--signature", sign(BODY)], `${BODY}\n`],
      [["--signature", "sha256="], BODY],
    ] as const) {
      const result = await verify([...words, "--json"], { input });
      expect(result.exit).toBe(11);
      expect(errorOf(result)["code"]).toBe("webhook_signature");
      expect(result.stderr).not.toContain(SECRET);
    }
  });

  it("says what is missing: the signature, the secret, the file, a provider that signs", async () => {
    expect((await verify([])).exit).toBe(2);
    expect((await verify(["--signature", sign(BODY)], { env: {} })).exit).toBe(4);
    expect((await verify(["nope.json", "--signature", sign(BODY)])).exit).toBe(10);
    expect((await verify(["--signature", sign(BODY), "--secret-stdin"])).exit).toBe(2);
    const unsigned = await sandbox.run(["webhooks", "verify", "anchorgrid", "--signature", "x"]);
    expect(unsigned.exit).toBe(2);
    expect(unsigned.stderr).toContain("docjobs get anchorgrid");
  });
});

/** The status of an answer that may come before the body has been sent. */
function answerTo(url: string, headers: Record<string, string>, body: Buffer): Promise<number | undefined> {
  return new Promise((resolve) => {
    const sending = request(url, { method: "POST", headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    // After its answer the server closes, whatever is still under way.
    sending.on("error", () => {});
    sending.end(body);
  });
}
