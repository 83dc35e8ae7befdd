import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { filesIn } from "./support/batch-files.js";
import { FakeApi } from "./support/fake-api.js";
import { serveFakeApi } from "./support/fake-api-server.js";
import { smallDisk } from "./support/small-disk.js";

const ITEMS = 12;
const CONTENT_BYTES = 24_000;
const packageFolder = fileURLToPath(new URL("..", import.meta.url));
const canMount = smallDisk(tmpdir(), 64) !== undefined;
if (!canMount) console.warn("A full disk is not tested: this system lets nobody mount one (unshare -Urm).");

/** One run, as the process that has the disk tells of it. */
interface ToldRun {
  reason?: string;
  code?: string;
  /** What a run that did not begin was refused with. */
  refused?: string;
  phases?: Record<string, number>;
  /** Results that are in place, by name, with their contents. */
  results: Record<string, string>;
}

/** A run on the small disk, one more after there is room; from the built package. */
const PROGRAM = `
  import { execFileSync } from "node:child_process";
  import { existsSync, readdirSync, readFileSync } from "node:fs";
  import { castdocApi } from "@docjobs/castdoc";
  import { createBatch } from "./dist/index.js";
  const { url, inputs, output, state, disk } = JSON.parse(process.argv[1]);
  const { convert } = castdocApi.kinds;
  const runOnce = async () => {
    const told = {};
    try {
      const { stopped, counts } = await createBatch({
        api: {
          ...castdocApi,
          limits: {},
          job: { ...castdocApi.job, poll: { minMs: 5, maxMs: 20 } },
          kinds: { convert: { ...convert, submit: { ...convert.submit, required: ["file_id"] } } },
        },
        clientOptions: { baseUrl: url, apiKey: "key" },
        account: "local",
        extension: "docx",
        inputs,
        outputDirectory: output,
        state,
        limits: { reconcileAfterMs: 50, outagePauseMs: 10 },
      }).run();
      Object.assign(told, { reason: stopped?.reason, code: stopped?.error?.code, phases: counts.phases });
    } catch (error) {
      told.refused = error.code;
    }
    const names = existsSync(output) ? readdirSync(output) : [];
    told.results = Object.fromEntries(
      names.filter((name) => name.endsWith(".docx")).map((name) => [name, readFileSync(output + "/" + name, "utf8")]),
    );
    return told;
  };
  const full = await runOnce();
  const stillFull = await runOnce();
  execFileSync("mount", ["-o", "remount,size=64m", disk]);
  console.log(JSON.stringify([full, stillFull, await runOnce(), await runOnce()]));`;

/** What fills up: the disk with the results, with the state, or with both. */
const DISKS: Readonly<Record<string, { kilobytes: number; output: string; state: string }>> = {
  results: { kilobytes: 160, output: "disk/out", state: "state/batch.db" },
  state: { kilobytes: 400, output: "out", state: "disk/batch.db" },
  "the planned inputs": { kilobytes: 60, output: "out", state: "disk/batch.db" },
  everything: { kilobytes: 600, output: "disk/out", state: "disk/out/.docjobs/batch.db" },
};

describe.skipIf(!canMount)("on a full disk", () => {
  test.for(Object.entries(DISKS))(
    "%s: the run ends with its reason, leaves nothing short, and goes on when there is room",
    async ([, { kilobytes, output, state }]) => {
      const directory = mkdtempSync(join(tmpdir(), "docjobs-disk-"));
      onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
      const disk = join(directory, "disk");
      mkdirSync(disk);
      const contents = Array.from({ length: ITEMS }, (_, index) => `${index} `.padEnd(CONTENT_BYTES, "."));
      const { inputs } = filesIn(
        directory,
        Object.fromEntries(contents.map((content, index) => [`d${index}.pdf`, content])),
      );
      const api = new FakeApi();
      const server = await serveFakeApi(api);
      onTestFinished(() => server.close());
      const task = {
        url: server.url,
        inputs,
        output: join(directory, output),
        state: join(directory, state),
        disk,
      };
      const [command = "", ...words] = smallDisk(disk, kilobytes) ?? [];
      const run = spawn(
        command,
        [...words, process.execPath, "--input-type=module", "-e", PROGRAM, JSON.stringify(task)],
        {
          cwd: packageFolder,
          stdio: ["ignore", "pipe", "inherit"],
        },
      );
      let out = "";
      run.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
      await once(run, "close");
      const [full, stillFull, whole, again] = JSON.parse(out) as ToldRun[];

      for (const stopped of [full, stillFull]) {
        expect(stopped?.refused ?? stopped?.reason).toMatch(/^(?:disk|output_file)$/);
        expect(stopped?.phases?.["failed"] ?? 0).toBe(0);
        for (const [name, content] of Object.entries(stopped?.results ?? {}))
          expect(content).toBe(expected(name, contents));
      }
      for (const done of [whole, again]) {
        expect([done?.reason, done?.refused, done?.phases]).toEqual([undefined, undefined, { saved: ITEMS }]);
        expect(Object.keys(done?.results ?? {}).length).toBe(ITEMS);
        for (const [name, content] of Object.entries(done?.results ?? {}))
          expect(content).toBe(expected(name, contents));
      }
      expect([...api.jobsByContent.values()]).toEqual(Array(ITEMS).fill(1));
    },
  );
});

function expected(name: string, contents: readonly string[]): string {
  return `converted ${contents[Number(/\d+/.exec(name)?.[0])] ?? ""}`;
}
