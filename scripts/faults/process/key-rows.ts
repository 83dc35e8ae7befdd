import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import type { FaultRow } from "../fault-row.js";
import { CASTDOC_JOB, CASTDOC_KEY, openCastdoc } from "../network/castdoc.js";
import { inputFile, KEY, openPress } from "../network/press.js";
import { installClient } from "../support/install-clients.js";
import { type RawServer, startRawServer } from "../support/raw-server.js";
import { resolving } from "./support/preload.js";
import { openPressCli, pressCliPath } from "./support/press-cli.js";
import { writeProfile } from "./support/profile.js";
import { startCli } from "./support/start-cli.js";

const GET = ["get", "castdoc", CASTDOC_JOB];

export const keyRows: readonly FaultRow[] = [
  {
    id: "P14",
    name: "odd-api-key",
    async run(context) {
      const castdoc = await openCastdoc(context);
      const base = { DOCJOBS_CASTDOC_BASE_URL: castdoc.server.url };
      const secret = "odd-secret-1234";
      const ways: ((key: string) => ReturnType<typeof startCli>)[] = [
        (key) => startCli(context, GET, { env: { ...base, DOCJOBS_CASTDOC_API_KEY: key } }),
        (key) => startCli(context, [...GET, "--api-key-stdin"], { env: base, input: key }),
        (key) => {
          const home = `home-${Math.random().toString(36).slice(2)}`;
          writeProfile(context, { castdoc: { apiKey: key, origin: castdoc.server.url } }, home);
          return startCli(context, GET, { env: base, home });
        },
      ];
      const trimmed = [
        `${secret}\n`,
        `${secret}\r\n`,
        ` ${secret}\t`,
        `\uFEFF${secret}`,
        `\uFEFF${secret}\r\n`,
      ];
      const refused = [
        `odd-secret 1234`,
        `${secret}\u{1F511}`,
        `${secret}\nsecond`,
        `odd\u0007secret`,
        "ключ-secret",
      ];
      for (const [index, way] of ways.entries()) {
        // All of them once; the other ways end in the same place.
        const count = index === 0 ? Infinity : 2;
        const earlier = castdoc.server.requests.length;
        await Promise.all(
          trimmed.slice(0, count).map(async (key) => {
            const { exit, stderr } = await way(key).done;
            assert.equal(exit, 0, `${JSON.stringify(key)}: ${stderr}`);
          }),
        );
        const sent = castdoc.server.requests.slice(earlier).map(({ headers }) => headers["authorization"]);
        assert.deepEqual(
          sent,
          trimmed.slice(0, count).map(() => `Bearer ${secret}`),
          "the keys as they were sent",
        );
        const before = castdoc.server.requests.length;
        await Promise.all(
          refused.slice(0, count).map(async (key) => {
            const { exit, stdout, stderr } = await way(key).done;
            assert.equal(exit, 4, `${JSON.stringify(key)}: ${stderr}`);
            assert.ok(
              !/secret|1234|ключ/u.test(Buffer.from(`${stdout}${stderr}`, "latin1").toString("utf8")),
              stderr,
            );
          }),
        );
        assert.equal(castdoc.server.requests.length, before, "requests with a key that cannot be one");
      }
    },
  },

  {
    id: "P15",
    name: "inspect-shows-no-key",
    prepare: () => installClient("header"),
    async run(context) {
      const press = await openPress(context);
      const client = await press.client();
      const job = await client.submit({ file: inputFile(), format: "docx" });
      const done = await job.wait({ timeoutMs: 10_000 });
      press.api.always("GET /jobs/*", (_, wire) => wire.answer(401, { code: "no" }));
      const error: unknown = await job.snapshot().catch((reason: unknown) => reason);
      const carriers: Record<string, unknown> = { client, job, done, error };
      for (const [name, value] of Object.entries(carriers)) {
        const shown = [
          inspect(value, { depth: Infinity, showHidden: true, getters: true }),
          attempt(() => JSON.stringify(value)),
          attempt(() => JSON.stringify({ ...(value as object) })),
          attempt(() => inspect(structuredClone(value), { depth: Infinity, showHidden: true })),
          inspect(Object.assign(new Error("wrapped", { cause: value }), { value }), { depth: Infinity }),
          String(value),
          attempt(() => Object.getOwnPropertyNames(value).join()),
        ];
        assert.ok(!shown.some((text) => text.includes(KEY)), `the key is shown by the ${name}`);
      }
      assert.ok(
        press.api.requests.every(({ headers }) => headers["x-key"] === KEY),
        "the key was not used",
      );
    },
  },

  {
    id: "P16",
    name: "debug-trace-masks",
    prepare: () => pressCliPath(),
    async run(context) {
      const press = await openPressCli(context);
      const ways = [
        { words: ["--debug"], env: {} },
        { words: [], env: { DOCJOBS_DEBUG: "1" } },
      ];
      for (const { words, env } of ways) {
        press.storage.once("GET /prints/*", (_, wire) => wire.reset());
        const { exit, stdout, stderr } = await press.convert([...words, "-o", "a.docx", "--overwrite"], {
          env,
        }).done;
        assert.equal(exit, 0, stderr);
        assert.match(stderr, /^debug: \d+ > POST http:\/\/127\.0\.0\.1:\d+\/jobs$/mu);
        assert.match(stderr, /^debug: \d+ < 202 /mu);
        assert.match(stderr, /^debug: \d+ > GET .*\/prints\/j1\?signature=\*\*\*$/mu);
        const submit = press.api.seen("POST /jobs").at(-1);
        const secrets = [KEY, submit?.headers["idempotency-key"] ?? "no key was sent", "private"];
        for (const secret of secrets)
          assert.ok(!`${stdout}${stderr}`.includes(secret), `${secret} is in the trace`);
        assert.ok(!/signature=\d/u.test(stderr), "the presigned query is in the trace");
        (press.jobs as unknown[]).length = 0;
      }
      const quiet = await press.convert(["-o", "a.docx", "--overwrite"]).done;
      assert.ok(!quiet.stderr.includes("debug:"), "a trace that nobody asked for");
    },
  },

  {
    id: "P21",
    name: "precedence-of-settings",
    async run(context) {
      const places = ["profile", "environment"].map((name) => ({
        ...context,
        folder: join(context.folder, name),
      }));
      for (const { folder } of places) mkdirSync(folder);
      const [a, b] = await Promise.all(places.map((place) => openCastdoc(place)));
      assert.ok(a && b);
      const [fromProfile, fromEnvironment] = [a.server, b.server];
      writeProfile(context, {
        castdoc: { apiKey: "profile-key", baseUrl: fromProfile.url, origin: fromProfile.url },
      });
      const key = "DOCJOBS_CASTDOC_API_KEY";
      const url = "DOCJOBS_CASTDOC_BASE_URL";
      const stdin = { words: ["--api-key-stdin"], input: "stdin-key\n" };
      const table: {
        env?: Record<string, string>;
        words?: string[];
        input?: string;
        server?: RawServer;
        wanted: string;
      }[] = [
        { wanted: "profile-key" },
        { env: { [key]: "", [url]: "" }, wanted: "profile-key" },
        { env: { [key]: "environment-key" }, wanted: "environment-key" },
        { env: { [key]: "environment-key" }, ...stdin, wanted: "stdin-key" },
        { ...stdin, wanted: "stdin-key" },
        {
          env: { [key]: "environment-key", [url]: fromEnvironment.url },
          server: fromEnvironment,
          wanted: "environment-key",
        },
        // The profile's key belongs to the profile's origin.
        { env: { [url]: fromEnvironment.url }, server: fromEnvironment, wanted: "" },
      ];
      for (const { env, words = [], input, server = fromProfile, wanted } of table) {
        const counts = [fromProfile.requests.length, fromEnvironment.requests.length];
        const options = { ...(env && { env }), ...(input !== undefined && { input }) };
        const { exit, stderr } = await startCli(context, [...GET, ...words], options).done;
        const what = `${JSON.stringify({ env, words })}: ${stderr}`;
        assert.equal(exit, wanted === "" ? 4 : 0, what);
        const sent = [fromProfile, fromEnvironment].map(({ requests }, index) =>
          requests.slice(counts[index]).map(({ headers }) => headers["authorization"]),
        );
        const used = wanted === "" ? [] : [`Bearer ${wanted}`];
        assert.deepEqual(sent, server === fromProfile ? [used, []] : [[], used], what);
      }
    },
  },

  {
    id: "P29",
    name: "http-base-url",
    async run(context) {
      const castdoc = await openCastdoc(context);
      const port = new URL(castdoc.server.url).port;
      const env = resolving(context, { "docjobs.test": "127.0.0.1" });
      const start = (...words: string[]): ReturnType<typeof startCli>["done"] =>
        startCli(context, [...GET, ...words], {
          env: {
            ...env,
            DOCJOBS_CASTDOC_BASE_URL: `http://docjobs.test:${port}`,
            DOCJOBS_CASTDOC_API_KEY: CASTDOC_KEY,
          },
        }).done;
      const refused = await start();
      assert.equal(refused.exit, 2, refused.stderr);
      assert.match(refused.stderr, /--insecure-http|insecureHttp/u);
      assert.equal(castdoc.server.connections, 0, "connections");
      const allowed = await start("--insecure-http");
      assert.equal(allowed.exit, 0, allowed.stderr);
      assert.equal(castdoc.server.requests.length, 1, "requests");
    },
  },

  {
    id: "P30",
    name: "absolute-job-url",
    prepare: () => installClient("header"),
    async run(context) {
      const press = await openPress(context);
      // A base URL with a path: everything goes below it.
      const seen: string[] = [];
      const deep = await startRawServer(context, ({ target, headers }, wire) => {
        seen.push(`${headers["x-key"] === KEY} ${target}`);
        wire.answer(404, { code: "not_found" });
      });
      const below = await press.client({ baseUrl: `${deep.url}/v1/` });
      await assert.rejects(below.job("j1").snapshot());
      await assert.rejects(Promise.resolve().then(() => below.job(`${press.evil.url}/steal`).snapshot()));
      await assert.rejects(Promise.resolve().then(() => below.job("//evil.example/steal").snapshot()));
      assert.ok(
        seen.length > 0 && seen.every((each) => each === "true /v1/jobs/j1"),
        `it asked ${seen.join()}`,
      );

      // An absolute URL, whoever names it, gets no key.
      const client = await press.client();
      await client.fetch(`${press.evil.url}/steal`).catch(() => {});
      await client
        .fetch(`${press.evil.url}/steal`, { headers: { "x-key": KEY, authorization: KEY } })
        .catch(() => {});
      await client.fetch(`${press.evil.url}/steal`, { method: "POST", body: "x" }).catch(() => {});
      press.api.once("POST /jobs", (request, wire) => {
        press.createJob(request);
        wire.answer(202, {
          ...press.show("j1"),
          id: `${press.evil.url}/jobs/j1`,
          links: { self: press.evil.url },
        });
      });
      // The last part of such a URL may be taken for the id; its origin never is.
      await client.submit({ file: inputFile(), format: "docx" }).catch(() => {});
      press.output = { url: `${press.evil.url}/prints/j1` };
      const job = client.job("j1");
      await press.saveTo(await job.wait({ timeoutMs: 10_000 }));
      assert.ok(press.evil.requests.length > 0, "the foreign host was not asked at all");
      for (const { target, headers, body } of press.evil.requests)
        assert.ok(
          !`${target}${JSON.stringify(headers)}${body.toString()}`.includes(KEY),
          "the key left the API",
        );
    },
  },
];

function attempt(show: () => string): string {
  try {
    return show();
  } catch (error) {
    return inspect(error, { depth: Infinity });
  }
}
