import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { startLocalServer } from "@docjobs/local-server";
import { describe, expect, it, onTestFinished } from "vitest";
import { fixture } from "../support/fixture.js";
import { makeSandbox, program } from "../support/run-cli.js";

const DOCUMENTS = 6;
/** Ways to give a command a disk of its own: without rights where the system lets anybody, else as root. */
const WAYS = [
  ["unshare", "-Urm"],
  ["unshare", "-m"],
] as const;
const way = WAYS.find(
  ([command, flag]) => spawnSync(command, [flag, "mount", "-t", "tmpfs", "none", "/tmp"]).status === 0,
);
if (!way) console.warn("A full disk is not tested: this system lets nobody mount one (unshare -Urm).");

/** Twice on a disk that is too small for the results, then with room; the exit codes are told on stdout. */
const SCRIPT = `
  mount -t tmpfs -o size=12k none disk || exit 99
  for size in 12k 12k 16m; do
    mount -o remount,size=$size disk
    "$0" "$1" batch run castdoc in/ --to docx -o disk/out --state state.db --quiet --json=state >/dev/null
    echo "exit $?"
  done
  cp -r disk/out saved`;

describe.skipIf(!way)("docjobs batch run on a full disk", () => {
  it("ends with 10 and says so, and goes on when there is room", { timeout: 180_000 }, async () => {
    const sandbox = makeSandbox();
    onTestFinished(() => sandbox.remove());
    const server = await startLocalServer({ dataDirectory: sandbox.path("data") });
    onTestFinished(() => server.close());
    const plain = readFileSync(fixture("plain.pdf"));
    for (const folder of ["in", "disk"]) mkdirSync(sandbox.path(folder));
    for (let index = 0; index < DOCUMENTS; index++)
      writeFileSync(sandbox.path(`in/d${index}.pdf`), Buffer.concat([plain, Buffer.from(`\n% ${index}\n`)]));
    const { stdout, stderr } = await promisify(execFile)(
      way?.[0] ?? "",
      [way?.[1] ?? "", "sh", "-c", SCRIPT, process.execPath, program],
      {
        cwd: sandbox.directory,
        env: {
          PATH: process.env["PATH"] ?? "",
          HOME: sandbox.path("home"),
          DOCJOBS_CASTDOC_BASE_URL: server.url,
          DOCJOBS_CASTDOC_API_KEY: "test-key",
        },
      },
    );
    expect(stdout.trim().split("\n"), stderr).toEqual(["exit 10", "exit 10", "exit 0"]);
    const errors = stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { error: object });
    expect(errors.length).toBe(2);
    for (const { error } of errors)
      expect(error).toMatchObject({ code: "output_file", exit: 10, retryable: true });
    const saved = readdirSync(sandbox.path("saved")).filter((name) => name.endsWith(".docx"));
    expect(saved.length).toBe(DOCUMENTS);
    // A Word file is a ZIP, whose last record is 22 bytes long.
    for (const name of saved)
      expect(
        readFileSync(sandbox.path(`saved/${name}`))
          .subarray(-22, -18)
          .toString("latin1"),
      ).toBe("PK\u0005\u0006");
    const response = await fetch(`${server.url}/castdoc/jobs`, {
      headers: { authorization: "Bearer test-key" },
    });
    expect(((await response.json()) as { data: unknown[] }).data.length).toBe(DOCUMENTS);
  });
});
