import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorOf, makeSandbox, samples, type Sandbox } from "../support/run-cli.js";

let sandbox: Sandbox;

beforeAll(() => {
  sandbox = makeSandbox();
});
afterAll(() => sandbox.remove());

describe("serve --fault", () => {
  it("lets answers go wrong as it was told, as often as it was told", async () => {
    const faults = [
      "--fault",
      "error=502;count=1;path=/castdoc/*",
      "--fault",
      "rate-limit=9;path=/convert/*",
    ];
    const serving = sandbox.start(["serve", "--port", "0", "--data", "faulty", ...faults]);
    await serving.says("stdout", "\n");
    const url = serving.stdout().trim();
    const engines = (): Promise<number> =>
      fetch(`${url}/castdoc/engines`).then((response) => response.status);
    expect([await engines(), await engines()]).toEqual([502, 200]);
    const limited = await fetch(`${url}/convert/conversions`);
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "9"]);
    serving.child.kill("SIGTERM");
    expect((await serving.done).exit).toBe(0);
  });

  it("ends with exit 2 and the list of faults where one is not understood", async () => {
    const refused = await sandbox.run([
      "serve",
      "--port",
      "0",
      "--data",
      "no",
      "--fault",
      "explode",
      "--json",
    ]);
    expect(refused.exit).toBe(2);
    expect(errorOf(refused)).toMatchObject({
      code: "usage",
      message: expect.stringMatching(/no fault "explode".*delay=ms.*failed-job=code/),
    });
  });

  it("is taught by --help", async () => {
    const { stdout } = await sandbox.run(["serve", "--help"]);
    for (const text of ["--fault", "x-docjobs-fault", "probability=", "slow-job=ms"])
      expect(stdout).toContain(text);
  });
});

describe("serve", () => {
  const convert = async (url: string, headers: Record<string, string>): Promise<Response> => {
    const form = new FormData();
    form.append("file", new Blob([readFileSync(`${samples}report-1.png`)]), "a.png");
    form.append("targetFormat", "jpg");
    return fetch(`${url}/convert`, {
      method: "POST",
      body: form,
      headers: { "x-fast-api-key": "k", ...headers },
    });
  };

  it("drains after SIGTERM: no new jobs, and those that run may end", async () => {
    const words = ["serve", "--port", "0", "--data", "drained", "--log-level", "info", "--drain", "30"];
    const serving = sandbox.start(words);
    await serving.says("stdout", "\n");
    const url = serving.stdout().trim();
    const accepted = (await (await convert(url, { "x-docjobs-fault": "slow-job=1500" })).json()) as {
      id: string;
    };
    const status = async (): Promise<string> => {
      const answer = await fetch(`${url}/convert/job/${accepted.id}`, { headers: { "x-fast-api-key": "k" } });
      return ((await answer.json()) as { status: string }).status;
    };
    await expect.poll(status).toBe("Running");
    serving.child.kill("SIGTERM");
    await expect.poll(async () => (await fetch(`${url}/healthz`)).status).toBe(503);
    const refused = await convert(url, {});
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "10"]);
    const { exit, stderr } = await serving.done;
    expect(exit).toBe(0);
    expect(stderr).toMatch(/"state":"succeeded".*"msg":"job ended"/);
  });

  it("serves others under the names it was given, with keys that are accounts of their own", async () => {
    const words = ["serve", "--port", "0", "--data", "public", "--host", "0.0.0.0"];
    const names = ["--public-url", "https://docs.example", "--key", "alice", "--key", "bob"];
    const serving = sandbox.start([...words, ...names]);
    await serving.says("stdout", "\n");
    const url = serving.stdout().trim();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const files = (key: string): Promise<Response> =>
      fetch(`${url}/files`, { headers: { authorization: `Bearer ${key}` } });
    expect((await files("mallory")).status).toBe(401);
    const form = new FormData();
    form.append("file", new Blob(["content"]), "a.txt");
    const headers = { authorization: "Bearer alice" };
    expect((await fetch(`${url}/files`, { method: "POST", body: form, headers })).status).toBe(201);
    const counts = ["alice", "bob"].map(async (key) => {
      const { data } = (await (await files(key)).json()) as { data: unknown[] };
      return data.length;
    });
    expect(await Promise.all(counts)).toEqual([1, 0]);
    serving.child.kill("SIGTERM");
    expect((await serving.done).exit).toBe(0);
  });

  it("stops at once after SIGINT, whatever runs", async () => {
    const serving = sandbox.start(["serve", "--port", "0", "--data", "stopped", "--drain", "30"]);
    await serving.says("stdout", "\n");
    await convert(serving.stdout().trim(), { "x-docjobs-fault": "slow-job=3600000" });
    const from = performance.now();
    serving.child.kill("SIGINT");
    expect((await serving.done).exit).toBe(0);
    expect(performance.now() - from).toBeLessThan(8000);
  });

  it("refuses a host that is none and a plan that is none with exit 2", async () => {
    for (const words of [
      ["--allow-webhook-host", "https://a.example/x"],
      ["--allow-fetch-host", "a b"],
      ["--tier", "gold"],
      ["--hub-limit", "0"],
      ["--rate-limit", "x"],
      ["--max-queued", "-1"],
      ["--daily-limit", "0"],
      ["--files", "/mnt/files"],
      ["--limited-key", "alice=castdoc,nonsense"],
      ["--limited-key", "castdoc"],
      ["--log-level", "loud"],
      ["--drain", "-1"],
      ["--host", "docs.example"],
      ["--host", "0.0.0.0"],
      ["--public-url", "https://docs.example/path"],
      ["--allow-host", "http://docs.example"],
    ]) {
      expect(
        (await sandbox.run(["serve", "--port", "0", "--data", "no", ...words])).exit,
        words.join(" "),
      ).toBe(2);
    }
  });
});
