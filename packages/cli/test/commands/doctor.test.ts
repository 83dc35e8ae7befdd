import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { checkRuntime } from "../../src/doctor/check-runtime.js";
import { startFakeCastdoc, type FakeCastdoc } from "../support/fake-castdoc.js";
import { errorOf, makeSandbox, type Sandbox } from "../support/run-cli.js";

let sandbox: Sandbox;
let server: FakeCastdoc | undefined;

beforeAll(() => {
  sandbox = makeSandbox();
});
afterEach(() => server?.close());
afterAll(() => sandbox.remove());

interface Row {
  check: string;
  state: string;
  detail: string;
  hint: string | null;
}

async function doctor(words: readonly string[] = [], env: Record<string, string> = {}) {
  const result = await sandbox.run(["doctor", "--json", ...words], { env });
  const rows = result.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);
  return { result, rows, row: (check: string) => rows.find((each) => each.check === check) };
}

describe("doctor", () => {
  it("finds nothing that fails on a machine without keys, and says how to get one", async () => {
    const { result, rows, row } = await doctor();
    expect(result).toMatchObject({ exit: 0, stderr: "" });
    expect(row("key of castdoc")).toMatchObject({
      state: "warn",
      hint: expect.stringContaining("docjobs auth login castdoc"),
    });
    expect(row("runtime")).toMatchObject({
      state: "ok",
      detail: expect.stringContaining(process.versions.node),
    });
    expect(row("local server")).toMatchObject({ state: "ok" });
    expect(rows.every(({ state, hint }) => (state === "ok") === (hint === null))).toBe(true);
  });

  it("ends with the code of the command that would fail, after all findings, and shows no key", async () => {
    mkdirSync(sandbox.path("open"), { recursive: true, mode: 0o700 });
    writeFileSync(sandbox.path("open/profile.json"), '{"castdoc":{"apiKey":"the-saved-key"}}');
    chmodSync(sandbox.path("open/profile.json"), 0o644);
    writeFileSync(sandbox.path("file"), "");
    const env = {
      DOCJOBS_CONFIG: sandbox.path("open"),
      DOCJOBS_RENDEROCR_API_KEY: "bad key",
      DOCJOBS_ANCHORGRID_BASE_URL: "nonsense",
      XDG_STATE_HOME: sandbox.path("file"),
    };
    const { result, row } = await doctor([], env);
    expect(result.exit).toBe(4);
    expect(errorOf(result)).toMatchObject({ code: "doctor", message: expect.stringContaining("3 more") });
    expect(row("profile")).toMatchObject({ state: "fail", hint: expect.stringContaining("chmod 600") });
    expect(row("key of renderocr")).toMatchObject({ state: "fail" });
    expect(row("key of anchorgrid")).toMatchObject({ state: "fail" });
    expect(row("state")).toMatchObject({ state: "fail", hint: expect.stringContaining("XDG_STATE_HOME") });
    expect(result.stdout + result.stderr).not.toMatch(/the-saved-key|bad key/u);
  });

  it("asks the APIs only when told to", async () => {
    server = await startFakeCastdoc({
      "GET /castdoc/jobs": { status: 401, json: { title: "Unauthorized" } },
    });
    expect((await doctor([], server.env)).result.exit).toBe(0);
    expect(server.requests).toEqual([]);
    const { result, row } = await doctor(["--check"], server.env);
    expect(result.exit).toBe(4);
    expect(row("key of castdoc")).toMatchObject({ state: "fail" });
    expect(server.requests).toEqual(["GET /castdoc/jobs"]);
  });

  it("names a runtime that is too old, unchecked certificates, and a proxy that is not used", () => {
    const states = (env: NodeJS.ProcessEnv, version: string) =>
      checkRuntime(env, version).map(({ check, state }) => `${check} ${state}`);
    expect(states({}, "20.19.0")).toEqual(["runtime ok"]);
    expect(states({}, "20.18.3")).toEqual(["runtime fail"]);
    expect(states({ NODE_TLS_REJECT_UNAUTHORIZED: "0", https_proxy: "http://p" }, "24.1.0")).toEqual([
      "runtime ok",
      "tls fail",
      "proxy warn",
    ]);
  });
});
