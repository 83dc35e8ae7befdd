import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { FaultContext, FaultRow } from "../fault-row.js";
import { KEY } from "../network/press.js";
import { type Books, openBooks } from "./support/books.js";
import { pressCliPath } from "./support/press-cli.js";
import { writeSmallPdf } from "./support/small-pdf.js";
import { type CliEnd, startCli } from "./support/start-cli.js";
import { until } from "./support/until.js";

const POINTS = 50;
const AT_ONCE = 3;

export const crashRows: readonly FaultRow[] = [
  {
    id: "P07",
    name: "kill-9-anywhere",
    limitMs: 180_000,
    prepare: () => pressCliPath(),
    async run(context) {
      // Half against an API that tells repeats by a key, half against one that has a list only.
      const letterpress: Setup = { provider: "letterpress", program: await pressCliPath() };
      const setups: Setup[] = [letterpress, { provider: "castdoc" }];
      await Promise.all(setups.map((setup) => killAnywhere(context, setup, POINTS / setups.length)));
    },
  },
];

interface Setup {
  provider: string;
  program?: string;
}

async function killAnywhere(
  outer: FaultContext,
  { provider, program }: Setup,
  points: number,
): Promise<void> {
  const context = { ...outer, folder: join(outer.folder, provider) };
  const work = join(context.folder, "work");
  mkdirSync(work, { recursive: true });
  const books = await openBooks(context);
  const prefix = `DOCJOBS_${provider.toUpperCase()}_`;
  const env = { [`${prefix}BASE_URL`]: books.server.url, [`${prefix}API_KEY`]: KEY };
  const start = (words: readonly string[]): ReturnType<typeof startCli> =>
    startCli(context, words, { env, ...(program !== undefined && { program }) });
  const run = (mark: string): ReturnType<typeof startCli> => {
    writeSmallPdf(join(work, `${mark}.pdf`), `mark-${mark}-`);
    return start(["run", provider, `${mark}.pdf`, "--to", "docx", "-o", `${mark}.docx`]);
  };
  const resumeAll = (): Promise<CliEnd> => start(["resume", "--all"]).done;

  const control = run("control");
  await until(() => isWrittenDown(context, "control"), "a record", context.signal);
  const startedAt = performance.now();
  assert.equal((await control.done).exit, 0, "exit of a run that is left alone");
  const workMs = performance.now() - startedAt;

  const marks = Array.from({ length: points }, (_, index) => `p${index}`);
  const queue = [...marks.entries()];
  const kill = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, mark] = next;
      const cli = run(mark);
      // All over the run and a little beyond; every tenth in its start, where nothing can be left behind.
      const ended = cli.done.then(() => true);
      const isUnderWay = (): boolean => isWrittenDown(context, mark) || cli.child.exitCode !== null;
      if (index % 10 !== 9) await until(isUnderWay, "a record", context.signal);
      await Promise.race([delay((2 * workMs * (index + Math.random())) / points), ended]);
      cli.child.kill("SIGKILL");
      await cli.done;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, kill));
  const begun = marks.filter((mark) => books.jobsOf(mark) > 0 || isWrittenDown(context, mark));
  assert.ok(
    begun.length >= points / 3,
    `only ${begun.length} of ${points} runs had begun when they were killed`,
  );
  assertNoShortFile(books, work, marks);

  const end = await resumeAll();
  assert.equal(end.exit, 0, `resume: ${end.stderr.slice(-300)}`);
  for (const mark of marks) {
    const jobs = books.jobsOf(mark);
    assert.ok(jobs <= 1, `${mark} has ${jobs} jobs (${provider})`);
    if (!begun.includes(mark)) continue;
    assert.equal(jobs, 1, `jobs of ${mark} (${provider})`);
    assert.ok(readdirSync(work).includes(`${mark}.docx`), `${mark} has a job and no result (${provider})`);
  }
  assertNoShortFile(books, work, marks);
  assert.deepEqual(
    readdirSync(work).filter((name) => !/\.(?:pdf|docx)$/.test(name)),
    [],
    "files that nobody asked for",
  );
  assert.equal((await start(["resume"]).done).stdout, "", "unfinished jobs");
}

/** Every result that has its name is whole. */
function assertNoShortFile(books: Books, work: string, marks: readonly string[]): void {
  for (const mark of marks.filter((each) => readdirSync(work).includes(`${each}.docx`))) {
    const saved = readFileSync(join(work, `${mark}.docx`));
    assert.ok(saved.equals(books.resultOf(mark)), `${mark}.docx has ${saved.length} bytes, or others`);
  }
}

function isWrittenDown({ folder }: FaultContext, mark: string): boolean {
  const records = join(folder, "home/.local/state/docjobs/jobs");
  if (!existsSync(records)) return false;
  return readdirSync(records).some(
    (name) => name.endsWith(".json") && readRecord(join(records, name)).includes(`"${mark}.pdf"`),
  );
}

/** A record may be gone by the time that it is read. */
function readRecord(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
