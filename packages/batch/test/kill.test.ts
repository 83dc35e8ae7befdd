import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type LocalServer, startLocalServer } from "@docjobs/local-server";
import Libsql from "libsql";
import { expect, onTestFinished, test } from "vitest";
import { batchFiles } from "./support/batch-files.js";
import { plainPdf } from "./support/plain-pdf.js";
import { plainPng } from "./support/plain-png.js";

/** `DOCJOBS_TEST_KILLS=200 DOCJOBS_TEST_FILES=500 npx vitest run test/kill.test.ts -t CastDoc` takes ten minutes. */
const KILLS = Number(process.env["DOCJOBS_TEST_KILLS"] ?? 3);
const FILES = Number(process.env["DOCJOBS_TEST_FILES"] ?? 10);
/** What goes wrong on purpose, all the time. */
const FAULTS = [
  "error=500;probability=0.05;method=GET",
  "truncate;probability=0.05;path=*/content",
  "truncate;probability=0.05;path=*/download",
  "reset;probability=0.03",
  "rate-limit=1;probability=0.01",
];
const packageFolder = fileURLToPath(new URL("..", import.meta.url));

/** An API, and what is killed there. */
interface Subject {
  /** What makes its submit another one. */
  title: string;
  package: string;
  descriptor: string;
  /** Options of the batch beside the API. */
  options: object;
  /** Further steps. */
  then: readonly { kind: string; fields: object }[];
  extension: string;
  document: (index: number) => string | Buffer;
  /** Throws where the result is not whole. */
  check: (result: Buffer, index: number) => void;
  /** The API shows what became of a submit whose answer nobody saw. */
  hasList: boolean;
}

const subjects: Readonly<Record<string, Subject>> = {
  CastDoc: {
    title: "an upload, a submit, a list",
    package: "@docjobs/castdoc",
    descriptor: "castdocApi",
    options: { fields: { engine: "ki/cast", output_format: "docx" }, extension: "docx" },
    then: [],
    extension: "pdf",
    document: (index) => plainPdf(`Document ${index}`),
    // A Word file is a ZIP, whose last record is 22 bytes long.
    check: (result) => expect(result.subarray(-22, -18).toString("latin1")).toBe("PK\u0005\u0006"),
    hasList: true,
  },
  "convert.fast": {
    title: "the file in the submit, no list, no keys",
    package: "@docjobs/convert-fast",
    descriptor: "convertFastApi",
    options: { fields: { targetFormat: "jpg" }, extension: "jpg" },
    then: [],
    extension: "png",
    document: (index) => plainPng(index % 256, Math.floor(index / 256), 99),
    check: (result) => expect(result.subarray(-2).toString("hex")).toBe("ffd9"),
    hasList: false,
  },
  AnchorGrid: {
    title: "two kinds in a chain, no list, no keys",
    package: "@docjobs/anchorgrid",
    descriptor: "anchorgridApi",
    options: { kind: "toc-parser", extension: "json" },
    then: [{ kind: "content-extractor", fields: { section_codes: ["011000"] } }],
    extension: "pdf",
    document: (index) => plainPdf(`SECTION 01 10 00 SUMMARY ${index}`),
    check: (result) => expect(JSON.parse(result.toString())).toBeTypeOf("object"),
    hasList: false,
  },
};

/** A run as a process of its own, from the built package. */
function startRun(
  { package: name, descriptor, options, then, extension }: Subject,
  place: Place,
): ChildProcess {
  const script = `
    import { ${descriptor} as documented } from "${name}";
    import { createBatch, expandInputs } from "./dist/index.js";
    // The documented budget of requests would make this last for hours.
    const { inFlight } = documented.limits;
    const { perSecond, burst, ...poll } = documented.job.poll;
    const api = {
      ...documented,
      limits: inFlight === undefined ? {} : { inFlight },
      job: { ...documented.job, poll: { ...poll, minMs: 50, maxMs: 200 } },
    };
    const step = { api, clientOptions: { baseUrl: process.env.API, apiKey: "key" }, account: "local" };
    const summary = await createBatch({
      ...step,
      ...${JSON.stringify(options)},
      then: ${JSON.stringify(then)}.map((next) => ({ ...step, ...next, extension: "json" })),
      inputs: expandInputs([process.env.INPUTS], { extensions: ["${extension}"] }),
      outputDirectory: process.env.OUTPUT,
      limits: { reconcileAfterMs: 500, outagePauseMs: 100 },
    }).run();
    if (summary.stopped) throw summary.stopped.error ?? new Error(summary.stopped.reason);`;
  return spawn(process.execPath, ["--input-type=module", "-e", script], {
    cwd: packageFolder,
    env: { ...process.env, API: place.url, INPUTS: place.inputs, OUTPUT: place.output },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

interface Place {
  url: string;
  inputs: string;
  output: string;
}

/** Kills runs at random moments until the kills are used up or one has ended; resolves to how many were killed. */
async function killRuns(subject: Subject, place: Place): Promise<number> {
  for (let kills = 0; kills < KILLS; kills++) {
    const run = startRun(subject, place);
    const end = once(run, "close");
    // Start-up takes half a second: most kills meet a run at work.
    const isKilled = await Promise.race([end.then(() => false), delay(400 + Math.random() * 2500, true)]);
    if (!isKilled) return kills;
    run.kill("SIGKILL");
    await end;
  }
  return KILLS;
}

/** How many jobs of each kind the server has for each document, by its own rows. */
function countJobs(dataDirectory: string): { inputName: string; kind: string; jobs: number }[] {
  const database = new Libsql(join(dataDirectory, "docjobs.sqlite"), { readonly: true });
  try {
    return database
      .prepare("select inputName, kind, count(*) as jobs from job group by inputName, kind")
      .all() as { inputName: string; kind: string; jobs: number }[];
  } finally {
    database.close();
  }
}

test.for(Object.entries(subjects))(
  `%s, ${KILLS} kills with -9 over ${FILES} files: nothing lost, nothing submitted twice, nothing short`,
  { timeout: KILLS * 30_000 + FILES * 20_000 },
  async ([name, subject]) => {
    const names = Array.from({ length: FILES }, (_, index) => `d${index}.${subject.extension}`);
    const data = batchFiles(Object.fromEntries(names.map((each, index) => [each, subject.document(index)])));
    const dataDirectory = join(data.directory, "server");
    const server: LocalServer = await startLocalServer({ dataDirectory, faults: FAULTS });
    onTestFinished(() => server.close());
    const place = { url: server.url, inputs: join(data.directory, "in"), output: data.output };
    const kills = await killRuns(subject, place);
    const before = data.lines().filter(({ state }) => state === "saved").length;
    const last = startRun(subject, place);
    expect(((await once(last, "close")) as [number])[0]).toBe(0);

    const lines = data.lines();
    const unknown = lines.filter(({ state }) => state === "unknown").length;
    const jobs = countJobs(dataDirectory);
    const total = jobs.reduce((sum, each) => sum + each.jobs, 0);
    console.log(
      `${name}, ${subject.title}: ${kills} kills, then ${before} of ${FILES} files were saved; at last ` +
        `${lines.length - unknown}, and ${unknown} unknown. The server has ${total} jobs.`,
    );
    expect(new Set(lines.map(({ input }) => input)).size).toBe(FILES);
    expect(Math.max(...jobs.map((each) => each.jobs))).toBe(1);
    if (subject.hasList) expect(unknown).toBe(0);
    for (const { input, state, output, bytes, error } of lines) {
      if (state === "unknown") {
        expect(error?.code).toBe("submit_outcome_unknown");
        continue;
      }
      expect([state, error]).toEqual(["saved", null]);
      const document = input.slice(input.lastIndexOf("/") + 1);
      expect(jobs.filter(({ inputName }) => inputName === document).length).toBe(1 + subject.then.length);
      const file = readFileSync(join(data.output, output ?? ""));
      expect(file.length).toBe(bytes);
      subject.check(file, names.indexOf(document));
    }
  },
);
