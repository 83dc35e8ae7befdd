import assert from "node:assert/strict";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { FaultContext, FaultRow } from "../fault-row.js";
import { CASTDOC_JOB, openCastdoc } from "../network/castdoc.js";
import { walkFiles } from "../support/walk-files.js";
import { modeOf, profileOf, readProfile, writeProfile } from "./support/profile.js";
import { type CliEnd, startCli } from "./support/start-cli.js";

const KEY = "login-secret-5678";
const ORIGIN = "https://gw.ldxhub.io";

export const loginRows: readonly FaultRow[] = [
  {
    id: "P17",
    name: "loose-credentials-mode",
    async run(context) {
      const castdoc = await openCastdoc(context);
      const env = { DOCJOBS_CASTDOC_BASE_URL: castdoc.server.url };
      const entry = { castdoc: { apiKey: "old-secret", origin: castdoc.server.url } };
      const path = writeProfile(context, entry);
      const get = (): Promise<CliEnd> => startCli(context, ["get", "castdoc", CASTDOC_JOB], { env }).done;
      assert.equal((await get()).exit, 0, "a private profile is not read");

      // A key that others could read, or a folder in which they could put another, is not used.
      for (const [target, mode] of [
        [path, 0o644],
        [dirname(path), 0o777],
      ] as const) {
        const before = modeOf(target);
        chmodSync(target, mode);
        const { exit, stderr } = await get();
        assert.equal(exit, 4, `${target} with mode ${mode.toString(8)}: ${stderr}`);
        assert.match(stderr, /chmod/u);
        assert.ok(!stderr.includes("old-secret"), "the key is printed");
        chmodSync(target, before);
      }
      assert.equal(castdoc.server.requests.length, 1, "requests");

      // A login leaves both closed, whatever the umask and whatever was there.
      chmodSync(path, 0o644);
      chmodSync(dirname(path), 0o777);
      assert.equal((await login(context)).exit, 0, "login");
      checkPrivate(context);
      const before = process.umask(0);
      try {
        assert.equal((await login(context, { home: "open" })).exit, 0, "login with umask 0");
      } finally {
        process.umask(before);
      }
      checkPrivate(context, "open");
    },
  },

  {
    id: "P18",
    name: "credentials-symlink",
    async run(context) {
      const victim = join(context.folder, "victim");
      mkdirSync(victim, { mode: 0o700 });
      const precious = JSON.stringify({ castdoc: { apiKey: "precious" } });
      const file = join(victim, "profile.json");
      writeFileSync(file, precious, { mode: 0o600 });
      const path = profileOf(context);
      const links: [string, () => void][] = [
        [
          "the file",
          () => {
            mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
            symlinkSync(file, path);
          },
        ],
        [
          "the folder",
          () => {
            renameSync(dirname(path), `${dirname(path)}.aside`);
            symlinkSync(victim, dirname(path));
          },
        ],
      ];
      for (const [what, link] of links) {
        link();
        const ends = [
          await login(context),
          await startCli(context, ["get", "castdoc", CASTDOC_JOB]).done,
          await startCli(context, ["auth", "logout", "castdoc"]).done,
        ];
        for (const { exit, stderr } of ends) {
          assert.equal(exit, 4, `${what} is a link: ${stderr}`);
          assert.match(stderr, /symbolic link/u);
        }
        assert.equal(readFileSync(file, "utf8"), precious, `the target of ${what}`);
        assert.deepEqual(Object.keys(walkFiles(victim)), ["profile.json"], `files at the target of ${what}`);
      }
    },
  },

  {
    id: "P19",
    name: "logins-at-once",
    async run(context) {
      const providers = ["castdoc", "renderocr", "convert-fast", "anchorgrid"];
      const keyOf = (index: number): string => `key-number-${index}`;
      const words = Array.from({ length: 20 }, (_, index) => index);
      // Twenty at once: the file is whole at every look, and no provider is lost.
      let isDone = false;
      const watch = (async () => {
        for (; !isDone; await delay(2)) checkWhole(context);
      })();
      await Promise.all(
        words.map(async (index) => {
          const provider = providers[index % providers.length] ?? "";
          const { exit, stderr } = await login(context, { provider, key: keyOf(index) });
          assert.equal(exit, 0, stderr);
        }),
      );
      isDone = true;
      await watch;
      const saved = JSON.parse(readProfile(context) ?? "") as Record<string, { apiKey: string }>;
      assert.deepEqual(Object.keys(saved).sort(), [...providers].sort(), "providers");
      for (const [index, provider] of providers.entries()) {
        const number = Number(/^key-number-(\d+)$/u.exec(saved[provider]?.apiKey ?? "")?.[1]);
        assert.equal(number % providers.length, index, `the key of ${provider}`);
      }

      // Killed at any moment: the old file or the new one, and the next login works.
      for (const index of words.slice(0, 10)) {
        const running = startLogin(context, { provider: "castdoc", key: `killed-${index}` });
        await Promise.race([delay(60 + Math.random() * 400), running.done]);
        running.child.kill("SIGKILL");
        await running.done;
        checkWhole(context);
      }
      const last = await login(context, { provider: "castdoc", key: "the-last-key" });
      assert.equal(last.exit, 0, last.stderr);
      const end = JSON.parse(readProfile(context) ?? "") as Record<string, { apiKey: string }>;
      assert.equal(end["castdoc"]?.apiKey, "the-last-key");
      assert.equal(Object.keys(end).length, providers.length, "providers");
      const folder = walkFiles(dirname(profileOf(context)));
      const others = Object.entries(folder).filter(([name]) => name !== "profile.json");
      for (const [name, text] of others)
        assert.ok(!/killed-|key-number|the-last-key/u.test(text), `a key is left behind in ${name}`);
    },
  },

  {
    id: "P20",
    name: "broken-config",
    async run(context) {
      const broken = `{\n  "castdoc": {\n    "apiKey": "${KEY}"\n    "origin": "${ORIGIN}"\n  }\n}\n`;
      const path = writeProfile(context, broken);
      const commands = [
        ["get", "castdoc", CASTDOC_JOB],
        ["auth", "login", "castdoc"],
        ["auth", "logout", "castdoc"],
        ["auth", "logout", "--all"],
      ];
      for (const words of commands) {
        const { exit, stdout, stderr } = await startCli(context, words, { input: "another-key\n" }).done;
        assert.equal(exit, 4, `${words.join(" ")}: ${stderr}`);
        assert.ok(stderr.includes(path), "the file is not named");
        assert.match(stderr, /line 4/u, "the line is not named");
        assert.ok(!`${stdout}${stderr}`.includes(KEY), "the key is printed");
        assert.equal(readFileSync(path, "utf8"), broken, `the file after ${words.join(" ")}`);
      }
      assert.deepEqual(
        readdirSync(dirname(path)).filter((name) => name.startsWith("profile.json")),
        ["profile.json"],
        "files",
      );
    },
  },
];

interface Login {
  provider?: string;
  key?: string;
  home?: string;
}

function startLogin(
  context: FaultContext,
  { provider = "castdoc", key = KEY, home = "home" }: Login = {},
): ReturnType<typeof startCli> {
  return startCli(context, ["auth", "login", provider], { input: `${key}\n`, home });
}

function login(context: FaultContext, options?: Login): Promise<CliEnd> {
  return startLogin(context, options).done;
}

function checkPrivate(context: FaultContext, home?: string): void {
  const path = profileOf(context, home);
  assert.equal(modeOf(path), 0o600, "the profile's mode");
  assert.equal(modeOf(dirname(path)), 0o700, "the folder's mode");
  for (const name of readdirSync(dirname(path))) {
    const info = lstatSync(join(dirname(path), name));
    assert.equal(info.mode & 0o077, 0, `the mode of ${name}`);
  }
  assert.ok(readFileSync(path, "utf8").includes(KEY), "the key is not saved");
}

/** There is no profile yet, or a whole one. */
function checkWhole(context: FaultContext): void {
  const text = readProfile(context);
  if (text !== undefined) JSON.parse(text);
}
