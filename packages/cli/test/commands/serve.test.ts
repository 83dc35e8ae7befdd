import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorOf, makeSandbox, type Sandbox } from "../support/run-cli.js";

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
