import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { TlsOptions } from "node:tls";
import { type FaultContext, type FaultRow, NotProvokedError } from "../fault-row.js";
import { CASTDOC_JOB, CASTDOC_KEY, openCastdoc } from "../network/castdoc.js";
import { openPress } from "../network/press.js";
import { failure } from "../support/failure.js";
import { installClient } from "../support/install-clients.js";
import { type Handler, type RawServer, startRawServer } from "../support/raw-server.js";
import { startCuttingProxy } from "./support/cutting-proxy.js";
import { makeCertificate } from "./support/make-certificate.js";
import { openPressCli, pressCliPath } from "./support/press-cli.js";
import { resolving } from "./support/preload.js";
import { type CliEnd, startCli } from "./support/start-cli.js";

const GET = ["get", "castdoc", CASTDOC_JOB];

export const connectionRows: readonly FaultRow[] = [
  {
    id: "P25",
    name: "dns-failure",
    async run(context) {
      const castdoc = await openCastdoc(context);
      const { port } = new URL(castdoc.server.url);
      const env = resolving(context, {
        "nowhere.invalid": "ENOTFOUND",
        "flaky.test": ["EAI_AGAIN", "EAI_AGAIN", "127.0.0.1"],
      });
      const lookups = (host: string): number =>
        readFileSync(join(context.folder, "lookups.txt"), "utf8").split(`${host}\n`).length - 1;
      const start = (baseUrl: string): Promise<CliEnd> =>
        startCli(context, [...GET, "--insecure-http"], {
          env: { ...env, DOCJOBS_CASTDOC_BASE_URL: baseUrl, DOCJOBS_CASTDOC_API_KEY: CASTDOC_KEY },
        }).done;
      const unknown = await start("https://nowhere.invalid");
      assert.equal(unknown.exit, 7, unknown.stderr);
      assert.ok(unknown.stderr.includes("nowhere.invalid"), `the host is not named: ${unknown.stderr}`);
      assert.ok(lookups("nowhere.invalid") <= 2, `${lookups("nowhere.invalid")} look-ups`);
      const flaky = await start(`http://flaky.test:${port}`);
      assert.equal(flaky.exit, 0, flaky.stderr);
      assert.equal(lookups("flaky.test"), 3, "look-ups");
      assert.equal(castdoc.server.requests.length, 1, "requests");
    },
  },

  {
    id: "P26",
    name: "syn-black-hole",
    prepare: () => installClient("header"),
    async run(context) {
      const port = await openBlackHole(context);
      const press = await openPress(context);
      const limits = { connectMs: 300 };
      const client = await press.client({ baseUrl: `http://127.0.0.1:${port}`, limits });
      const startedAt = performance.now();
      await failure(client.job("j1").snapshot(), "service_unavailable");
      const ms = performance.now() - startedAt;
      assert.ok(ms >= 250, `it gave up after ${Math.round(ms)} ms`);
      assert.ok(ms < 15_000, `it took ${Math.round(ms)} ms`);
    },
  },

  {
    id: "P27",
    name: "bad-tls",
    async run(context) {
      const authority = makeCertificate({ host: "authority.test" });
      const trusted = join(context.folder, "authority.pem");
      writeFileSync(trusted, authority.cert);
      const dayMs = 86_400_000;
      const good = makeCertificate({ host: "localhost", authority });
      const expired = makeCertificate({
        host: "localhost",
        authority,
        notAfter: new Date(Date.now() - dayMs),
      });
      const foreign = makeCertificate({ host: "elsewhere.test", authority });
      const self = makeCertificate({ host: "localhost" });
      const old: TlsOptions = {
        ...pemOf(good),
        minVersion: "TLSv1",
        maxVersion: "TLSv1",
        ciphers: "DEFAULT@SECLEVEL=0",
      };
      const cases: [string, TlsOptions, RegExp][] = [
        ["self-signed", pemOf(self), /certificate/iu],
        ["expired", pemOf(expired), /certificate/iu],
        ["of another name", pemOf(foreign), /certificate/iu],
        ["TLS 1.0", old, /TLS|certificate/iu],
      ];
      const ask = async (tls: TlsOptions): Promise<{ end: CliEnd; server: RawServer; attempts: number }> => {
        const answer: Handler = (_, wire) => wire.answer(404, { code: "not_found" });
        const server = await startRawServer(context, answer, tls);
        // Counts what does not get as far as a TLS connection.
        const proxy = await startCuttingProxy(context, server.url, () => "pass");
        const end = await startCli(context, GET, {
          env: {
            NODE_EXTRA_CA_CERTS: trusted,
            DOCJOBS_CASTDOC_BASE_URL: proxy.url.replace("http://127.0.0.1", "https://localhost"),
            DOCJOBS_CASTDOC_API_KEY: CASTDOC_KEY,
          },
        }).done;
        return { end, server, attempts: proxy.sentBytes.length };
      };
      const control = await ask(pemOf(good));
      assert.ok(control.server.requests.length > 0, `a good server is not asked: ${control.end.stderr}`);
      for (const [what, tls, hint] of cases) {
        const { end, server, attempts } = await ask(tls);
        assert.equal(end.exit, 7, `${what}: ${end.stderr}`);
        assert.equal(server.requests.length, 0, `requests to a server that is ${what}`);
        assert.match(end.stderr, hint, `no hint: ${end.stderr}`);
        assert.equal(attempts, 1, `${attempts} attempts at a server that is ${what}`);
      }
    },
  },

  {
    id: "P28",
    name: "https-to-http",
    prepare: () => pressCliPath(),
    async run(context) {
      const press = await openPressCli(context);
      const certificate = makeCertificate({ host: "localhost" });
      const trusted = join(context.folder, "authority.pem");
      writeFileSync(trusted, certificate.cert);
      let redirects: Redirects = "none";
      let resultUrl = "";
      const secure: RawServer = await startRawServer(
        context,
        ({ method, path }, wire) => {
          const route = `${method} ${path}`;
          const output = { url: resultUrl, name: "report.docx", size: press.bytes.length };
          if (redirects === "api" && path.startsWith("/jobs/"))
            return wire.answer(302, "", { Location: `${press.evil.url}${path}` });
          if (path.startsWith("/prints/"))
            return wire.answer(307, "", { Location: `${press.evil.url}${path}` });
          if (route === "POST /files") return wire.answer(201, { id: "f1" });
          return wire.answer(route === "POST /jobs" ? 202 : 200, { ...press.show("j1"), output });
        },
        pemOf(certificate),
      );
      const run = (): Promise<CliEnd> =>
        press.convert(["-o", "a.docx"], {
          env: { NODE_EXTRA_CA_CERTS: trusted, DOCJOBS_LETTERPRESS_BASE_URL: secure.url },
        }).done;
      const cases: [string, Redirects, string][] = [
        ["a redirect of the API", "api", `${secure.url}/prints/j1`],
        ["a redirect of the result", "storage", `${secure.url}/prints/j1`],
        ["a result URL", "none", `${press.evil.url}/prints/j1`],
      ];
      for (const [what, who, url] of cases) {
        redirects = who;
        resultUrl = url;
        const { exit, stderr } = await run();
        assert.equal(exit, 7, `${what}: ${stderr}`);
        assert.equal(press.evil.connections, 0, `${what} was followed to http`);
      }
      assert.ok(secure.requests.length > 0, "the server was not asked");
      assert.deepEqual(Object.keys(press.saved()), [], "files");
    },
  },
];

/** Who answers with a redirect. */
type Redirects = "api" | "storage" | "none";

function pemOf({ cert, key }: { cert: string; key: string }): TlsOptions {
  return { cert, key };
}

/** A port of which the kernel takes no more connections and answers nothing: the queue is full and nobody accepts. */
async function openBlackHole({ onEnd }: FaultContext): Promise<number> {
  const child = spawn(process.execPath, [
    "-e",
    `const server = require("node:net").createServer();
     server.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
       require("node:fs").writeSync(1, String(server.address().port) + "\\n");
       for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60000);
     });`,
  ]);
  onEnd(() => child.kill("SIGKILL"));
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.once("data", (text: Buffer) => resolve(Number(text.toString())));
    child.on("error", reject).on("exit", () => reject(new Error("the black hole did not open")));
  });
  const sockets: Socket[] = [];
  onEnd(() => sockets.forEach((socket) => socket.destroy()));
  for (let tries = 0; tries < 16; tries++) {
    const socket = connect(port, "127.0.0.1").on("error", () => {});
    sockets.push(socket);
    const connected = new Promise<boolean>((resolve) => socket.once("connect", () => resolve(true)));
    if (!(await Promise.race([connected, delay(300, false)]))) return port;
  }
  throw new NotProvokedError("the kernel takes more connections than a queue of one");
}
