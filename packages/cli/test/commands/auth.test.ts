import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startFakeCastdoc, type FakeCastdoc } from "../support/fake-castdoc.js";
import { errorOf, makeSandbox, type CliResult, type Sandbox } from "../support/run-cli.js";

const KEY = "sk-0123456789abcdefghij-wxyz";

let sandbox: Sandbox;
let server: FakeCastdoc | undefined;
/** A folder for the profile, new for each test. */
let folder: string;

beforeAll(() => {
  sandbox = makeSandbox();
});
beforeEach(() => {
  folder = join(mkdtempSync(join(sandbox.directory, "c-")), "docjobs");
});
afterEach(() => server?.close());
afterAll(() => sandbox.remove());

const profile = () => join(folder, "profile.json");
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
const saved = () => JSON.parse(readFileSync(profile(), "utf8")) as Record<string, Record<string, string>>;

function auth(words: readonly string[], input = "", env: Record<string, string> = {}): Promise<CliResult> {
  return sandbox.run(["auth", ...words], { input, env: { DOCJOBS_CONFIG: folder, ...env } });
}

function plant(text: string, mode = 0o600): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(profile(), text, { mode });
}

describe("auth login", () => {
  it("keeps the key for the API's own origin, in a file and a folder of the user's alone", async () => {
    const result = await auth(["login", "castdoc"], `${KEY}\r\n`);
    expect(result).toMatchObject({ exit: 0, stdout: "" });
    expect(result.stderr).toContain("https://gw.ldxhub.io");
    expect(result.stderr).not.toContain(KEY);
    expect(saved()).toEqual({ castdoc: { apiKey: KEY, origin: "https://gw.ldxhub.io" } });
    expect([modeOf(profile()), modeOf(folder)]).toEqual(["600", "700"]);
    expect(readdirSync(folder)).toEqual(["profile.json"]);
  });

  it("sends the key to the server it was saved for, and to no other", async () => {
    server = await startFakeCastdoc({});
    const words = ["login", "castdoc", "--base-url", server.url, "--json=origin,key"];
    const result = await auth(words, KEY);
    expect(JSON.parse(result.stdout)).toEqual({ origin: server.url, key: "…wxyz" });
    const list = (env: Record<string, string>) =>
      sandbox.run(["list", "castdoc", "--json"], { env: { DOCJOBS_CONFIG: folder, ...env } });
    expect((await list({})).exit).toBe(0);
    expect(server.requests).toEqual(["GET /castdoc/jobs"]);
    const elsewhere = await list({ DOCJOBS_CASTDOC_BASE_URL: "http://127.0.0.1:9" });
    expect(elsewhere.exit).toBe(4);
    expect(errorOf(elsewhere)).toMatchObject({ code: "key_missing", provider: "castdoc" });
    expect(errorOf(elsewhere)["message"]).toContain(`for ${server.url} only`);
  });

  it.each([
    ["a space", "qqq words"],
    ["an emoji", "qqq-\u{1F511}"],
    ["nothing", ""],
    ["two lines", "qqq1\nqqq2"],
    ["a control character", "qqq\u0000x"],
  ])("refuses %s without showing it, and writes nothing", async (_, text) => {
    const result = await auth(["login", "castdoc", "--json"], text);
    expect(result.exit).toBe(4);
    expect(errorOf(result)["code"]).toBe("key_malformed");
    if (text !== "") expect(result.stderr).not.toContain(text.slice(0, 3));
    expect(existsSync(profile())).toBe(false);
  });

  it("takes a byte order mark and blanks around the key away", async () => {
    await auth(["login", "castdoc"], `\uFEFF  ${KEY}\t\r\n\n`);
    expect(saved()["castdoc"]?.["apiKey"]).toBe(KEY);
  });

  it("takes no key from the command line, and none for an address that would show it", async () => {
    expect((await auth(["login", "castdoc", "--api-key", KEY])).exit).toBe(2);
    expect((await auth(["login", "castdoc", KEY])).exit).toBe(2);
    const plain = await auth(["login", "castdoc", "--base-url", "http://example.com"], KEY);
    expect(plain.exit).toBe(2);
    expect((await auth(["login", "castdoc", "--base-url", "ftp://example.com"], KEY)).exit).toBe(2);
    expect((await auth(["login", "nobody"], KEY)).exit).toBe(2);
    expect(existsSync(profile())).toBe(false);
  });

  it("keeps the other providers' parts, also those that it does not know", async () => {
    plant(
      JSON.stringify({
        other: { apiKey: "x", extra: 1 },
        castdoc: { apiKey: "old", baseUrl: "https://a.b" },
      }),
    );
    expect((await auth(["login", "castdoc"], KEY)).exit).toBe(0);
    expect(saved()).toEqual({
      other: { apiKey: "x", extra: 1 },
      castdoc: { apiKey: KEY, origin: "https://gw.ldxhub.io" },
    });
  });

  it("closes a file and a folder that others could read, and says so", async () => {
    plant("{}");
    chmodSync(profile(), 0o644);
    chmodSync(folder, 0o777);
    const result = await auth(["login", "castdoc"], KEY);
    expect(result.exit, result.stderr).toBe(0);
    expect(result.stderr).toMatch(/could be read by others/u);
    expect([modeOf(profile()), modeOf(folder)]).toEqual(["600", "700"]);
  });

  it("refuses links in the place of the file or its folder, and leaves their targets alone", async () => {
    const target = join(sandbox.directory, "victim");
    writeFileSync(target, "precious", { mode: 0o600 });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    symlinkSync(target, profile());
    for (const words of [["login", "castdoc"], ["logout", "--all"], ["status"]]) {
      const result = await auth([...words, "--json"], KEY);
      expect([words[0], result.exit, errorOf(result)["code"]]).toEqual([words[0], 4, "profile_refused"]);
    }
    expect(readFileSync(target, "utf8")).toBe("precious");
    expect(lstatSync(profile()).isSymbolicLink()).toBe(true);

    const real = mkdtempSync(join(sandbox.directory, "real-"));
    folder = join(mkdtempSync(join(sandbox.directory, "c-")), "docjobs");
    symlinkSync(real, folder);
    expect((await auth(["login", "castdoc"], KEY)).exit).toBe(4);
    expect(readdirSync(real)).toEqual([]);
  });

  it("names the line of a broken file and never rewrites it", async () => {
    const text = `{\n  "castdoc": {\n    "apiKey": "${KEY}",,\n  }\n}\n`;
    plant(text);
    for (const words of [["login", "castdoc"], ["logout", "castdoc"], ["logout", "--all"], ["status"]]) {
      const result = await auth([...words, "--json"], KEY);
      expect(errorOf(result)).toMatchObject({ code: "profile_malformed", exit: 4 });
      expect(errorOf(result)["message"]).toContain(`${profile()} is not JSON: line 3.`);
      expect(result.stderr).not.toContain(KEY);
      expect(readFileSync(profile(), "utf8")).toBe(text);
    }
  });

  it("loses nothing when twenty are at it and some are killed", { timeout: 120_000 }, async () => {
    plant(JSON.stringify({ other: { apiKey: "kept" } }));
    const ids = ["castdoc", "renderocr", "convert-fast", "anchorgrid"];
    const runs = Array.from({ length: 20 }, (_, index) =>
      sandbox.start(["auth", "login", ids[index % 4] ?? ""], {
        input: `${KEY}-${index}`,
        env: { DOCJOBS_CONFIG: folder },
      }),
    );
    // The last of each provider is left alone; the file is looked at all the while.
    for (const run of runs.slice(0, 8)) {
      if (existsSync(profile())) saved();
      await new Promise((resolve) => setImmediate(resolve));
      run.child.kill("SIGKILL");
    }
    const looking = setInterval(saved, 1);
    const results = await Promise.all(runs.map(({ done }) => done));
    clearInterval(looking);
    expect(results.slice(8).map(({ exit }) => exit)).toEqual(Array.from({ length: 12 }, () => 0));
    const { other, ...rest } = saved();
    expect(other).toEqual({ apiKey: "kept" });
    expect(Object.keys(rest).toSorted()).toEqual(ids.toSorted());
    await auth(["logout", "anchorgrid"]);
    expect(readdirSync(folder).filter((name) => name.startsWith(".profile-"))).toEqual([]);
  });

  it("takes over the lock of a process that is gone, and keeps out of a living one's way", async () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, "profile.lock"), "999999999 0123456789abcdef");
    // Somebody was killed while taking it over, too.
    writeFileSync(join(folder, "profile.lock-after-0123456789abcdef"), "999999998 aaaaaaaaaaaaaaaa");
    expect((await auth(["login", "castdoc"], KEY)).exit).toBe(0);
    expect(readdirSync(folder)).toEqual(["profile.json"]);
    writeFileSync(join(folder, "profile.lock"), `${process.pid} 0123456789abcdef`);
    const waiting = sandbox.start(["auth", "login", "renderocr"], {
      input: KEY,
      env: { DOCJOBS_CONFIG: folder },
    });
    // It has begun when its draft of a lock is there.
    await expect.poll(() => readdirSync(folder).length, { timeout: 20_000 }).toBe(3);
    expect(Object.keys(saved())).toEqual(["castdoc"]);
    writeFileSync(join(folder, "profile.lock"), "999999999 fedcba9876543210");
    expect((await waiting.done).exit).toBe(0);
    expect(Object.keys(saved())).toEqual(["castdoc", "renderocr"]);
  });
});

describe("auth status", () => {
  it("says where each key comes from and shows none", async () => {
    await auth(["login", "castdoc"], KEY);
    const env = { DOCJOBS_RENDEROCR_API_KEY: `${KEY}ENV`, DOCJOBS_ANCHORGRID_API_KEY: "bad key" };
    const result = await auth(["status", "--json=provider,source,key,state"], "", env);
    expect(result.stdout).not.toContain(KEY);
    const rows = result.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(rows).toHaveLength(4);
    expect(rows).toEqual(
      expect.arrayContaining([
        { provider: "castdoc", source: profile(), key: "…wxyz", state: "present" },
        { provider: "renderocr", source: "DOCJOBS_RENDEROCR_API_KEY", key: "…zENV", state: "present" },
        { provider: "convert-fast", source: null, key: null, state: "missing" },
        { provider: "anchorgrid", source: null, key: null, state: "unusable" },
      ]),
    );
    expect(result.exit).toBe(4);
    expect(result.stderr).not.toContain("bad key");
  });

  it("is exit 4 for a named provider without a key, and 0 for all while none is wrong", async () => {
    expect(await auth(["status"])).toMatchObject({ exit: 0, stderr: "" });
    expect(await auth(["status", "castdoc"])).toMatchObject({
      exit: 4,
      stdout: expect.stringMatching(/^castdoc\tmissing/u),
    });
  });

  it("asks the API once with --check, and not at all without", async () => {
    server = await startFakeCastdoc({
      "GET /castdoc/jobs": { status: 401, json: { title: "Unauthorized" } },
    });
    const env = { ...server.env };
    expect((await auth(["status", "castdoc"], "", env)).exit).toBe(0);
    expect(server.requests).toEqual([]);
    const refused = await auth(["status", "castdoc", "--check", "--json"], "", env);
    expect(JSON.parse(refused.stdout)).toMatchObject({ state: "refused" });
    expect(refused.exit).toBe(4);
    expect(server.requests).toEqual(["GET /castdoc/jobs"]);
    await server.close();
    server = await startFakeCastdoc({});
    const accepted = await auth(["status", "castdoc", "--check"], "", server.env);
    expect(accepted).toMatchObject({ exit: 0, stderr: "" });
    expect(accepted.stdout).toContain("\taccepted\t");
  });

  it("takes an answer about a job that cannot be as a yes, where an API lists nothing", async () => {
    server = await startFakeCastdoc({});
    const env = { DOCJOBS_ANCHORGRID_BASE_URL: server.url, DOCJOBS_ANCHORGRID_API_KEY: KEY };
    expect((await auth(["status", "anchorgrid", "--check"], "", env)).stdout).toContain("\taccepted\t");
    expect(server.requests).toEqual(["GET /v1/jobs/00000000-0000-4000-8000-000000000000"]);
  });
});

describe("which key counts", () => {
  it.each([
    [{ stdin: "from-stdin-1", env: "from-env-1", file: "from-file-1" }, "from-stdin-1"],
    [{ stdin: undefined, env: "from-env-1", file: "from-file-1" }, "from-env-1"],
    [{ stdin: undefined, env: "", file: "from-file-1" }, "from-file-1"],
    [{ stdin: undefined, env: undefined, file: "from-file-1" }, "from-file-1"],
  ])("of %j is %s", async ({ stdin, env, file }, expected) => {
    const keys: (string | undefined)[] = [];
    server = await startFakeCastdoc({}, (request) => keys.push(request.headers.authorization));
    plant(JSON.stringify({ castdoc: { apiKey: file, origin: server.url } }));
    const result = await sandbox.run(["list", "castdoc", ...(stdin ? ["--api-key-stdin"] : [])], {
      ...(stdin && { input: stdin }),
      env: {
        DOCJOBS_CONFIG: folder,
        DOCJOBS_CASTDOC_BASE_URL: server.url,
        ...(env !== undefined && { DOCJOBS_CASTDOC_API_KEY: env }),
      },
    });
    expect(result.exit, result.stderr).toBe(0);
    expect(keys).toEqual([`Bearer ${expected}`]);
  });
});

describe("auth logout", () => {
  it("removes one key, or every one, and is content where there is none", async () => {
    await auth(["login", "castdoc"], KEY);
    await auth(["login", "renderocr"], KEY);
    const one = await auth(["logout", "castdoc", "--json"]);
    expect(JSON.parse(one.stdout)).toEqual({ removed: ["castdoc"], profile: profile() });
    expect(Object.keys(saved())).toEqual(["renderocr"]);
    expect(JSON.parse((await auth(["logout", "castdoc", "--json"])).stdout)).toMatchObject({ removed: [] });
    expect((await auth(["logout", "--all"])).exit).toBe(0);
    expect(existsSync(profile())).toBe(false);
    expect((await auth(["logout"])).exit).toBe(2);
    expect((await auth(["logout", "castdoc", "--all"])).exit).toBe(2);
    expect((await auth(["logout", "castdco"])).stderr).toContain("castdoc");
  });
});
