import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as delay } from "node:timers/promises";
import { type LocalServer, startLocalServer } from "@docjobs/local-server";
import { afterAll, expect, test } from "vitest";
import { batchFiles } from "./support/batch-files.js";
import { plainPdf } from "./support/plain-pdf.js";

/** 200 and 500 take ten minutes: `DOCJOBS_TEST_KILLS=200 DOCJOBS_TEST_FILES=500 npx vitest run test/kill.test.ts`. */
const KILLS = Number(process.env["DOCJOBS_TEST_KILLS"] ?? 4);
const FILES = Number(process.env["DOCJOBS_TEST_FILES"] ?? 12);
/** What goes wrong on purpose, all the time. */
const FAULTS = [
  "error=500;probability=0.05;method=GET",
  "truncate;probability=0.05;path=/files/*/content",
  "reset;probability=0.03;method=GET",
  "rate-limit=1;probability=0.01",
];
const packageFolder = fileURLToPath(new URL("..", import.meta.url));

let server: LocalServer;
let data: ReturnType<typeof batchFiles>;
afterAll(async () => {
  await server?.close();
});

/** A run as a process of its own, from the built package. */
function startRun(output: string): ChildProcess {
  const script = `
    import { castdocApi } from "@docjobs/castdoc";
    import { createBatch, expandInputs } from "./dist/index.js";
    const summary = await createBatch({
      // The documented budget would make this last for hours.
      api: { ...castdocApi, limits: {}, job: { ...castdocApi.job, poll: { minMs: 50, maxMs: 200 } } },
      clientOptions: { baseUrl: process.env.API, apiKey: "key" },
      account: "local",
      fields: { engine: "ki/cast", output_format: "docx" },
      extension: "docx",
      inputs: expandInputs([process.env.INPUTS], { extensions: ["pdf"] }),
      outputDirectory: process.env.OUTPUT,
      limits: { reconcileAfterMs: 500, outagePauseMs: 100 },
    }).run();
    if (summary.stopped) throw summary.stopped.error ?? new Error(summary.stopped.reason);
    console.log(JSON.stringify(summary.counts.phases));`;
  return spawn(process.execPath, ["--input-type=module", "-e", script], {
    cwd: packageFolder,
    env: { ...process.env, API: server.url, INPUTS: join(data.directory, "in"), OUTPUT: output },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

test(
  `${KILLS} kills with -9 over ${FILES} files: nothing lost, nothing submitted twice, nothing short`,
  { timeout: KILLS * 30_000 + FILES * 20_000 },
  async () => {
    const names = Array.from({ length: FILES }, (_, index) => `d${index}.pdf`);
    data = batchFiles(Object.fromEntries(names.map((name, index) => [name, plainPdf(`Document ${index}`)])));
    server = await startLocalServer({ dataDirectory: join(data.directory, "server"), faults: FAULTS });
    let ended = false;
    let kills = 0;
    for (let kill = 0; kill < KILLS && !ended; kill++) {
      const run = startRun(data.output);
      const end = once(run, "close");
      // Start-up takes half a second: most kills meet a run at work.
      const isKilled = await Promise.race([end.then(() => false), delay(400 + Math.random() * 2500, true)]);
      ended = !isKilled;
      if (isKilled) kills++;
      run.kill("SIGKILL");
      await end;
    }
    const before = data.lines().filter(({ state }) => state === "saved").length;
    console.log(`${kills} kills, then ${before} of ${FILES} files were saved`);
    const last = startRun(data.output);
    let out = "";
    last.stdout?.on("data", (chunk: Buffer) => (out += chunk.toString()));
    const [code] = (await once(last, "close")) as [number];
    expect([code, out.trim()]).toEqual([0, JSON.stringify({ saved: FILES })]);

    const response = await fetch(`${server.url}/castdoc/jobs`, { headers: { authorization: "Bearer key" } });
    const { data: jobs } = (await response.json()) as { data: unknown[] };
    expect(jobs.length).toBe(FILES);
    expect(new Set(data.lines().map(({ input }) => input)).size).toBe(FILES);
    for (const { output, bytes, state } of data.lines()) {
      expect(state).toBe("saved");
      const file = readFileSync(join(data.output, output ?? ""));
      expect(file.length).toBe(bytes);
      // A Word file is a ZIP, whose last record is 22 bytes long.
      expect(file.subarray(-22, -18).toString("latin1")).toBe("PK\u0005\u0006");
    }
  },
);
