import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type FaultRow, NotProvokedError } from "../../faults/fault-row.js";
import type { MatrixRow } from "../../faults/matrix.js";
import type { FaultReport } from "../../faults/run/report.js";
import { runFaults } from "../../faults/run/run-faults.js";

const matrix: MatrixRow[] = ["lost-answer", "full-disk"].map((name, index) => ({
  id: `N0${index + 1}`,
  name,
  fault: "something happens",
  promise: `${name} is survived`,
}));

const survives = (id: string, name: string): FaultRow => ({ id, name, run: () => Promise.resolve() });
const [first, second] = [survives("N01", "lost-answer"), survives("N02", "full-disk")];

interface Run {
  code: number;
  lines: string[];
  report: FaultReport;
}

async function run(rows: readonly FaultRow[], only: readonly string[] = []): Promise<Run> {
  const folder = mkdtempSync(path.join(tmpdir(), "docjobs-faults-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const lines: string[] = [];
  const options = { only, json: "faults.json", concurrency: 2 };
  const code = await runFaults(matrix, rows, options, { cwd: folder, print: (line) => lines.push(line) });
  const report = path.join(folder, "faults.json");
  return {
    code,
    lines: lines.flatMap((line) => line.split("\n")),
    report: JSON.parse(existsSync(report) ? readFileSync(report, "utf8") : "{}") as FaultReport,
  };
}

test("where every row survives, the last line says so and the exit code is 0", async () => {
  const { code, lines, report } = await run([first, second]);
  expect(code).toBe(0);
  expect(lines.at(-1)).toBe("faults survived: 2/2");
  expect(lines).toContainEqual(expect.stringMatching(/^N01 lost-answer +survived +\d+\.\d\d s$/));
  expect(report).toMatchObject({ survived: 2, total: 2, matrix: 2, strays: [] });
  expect(report.rows.map(({ id, outcome }) => [id, outcome])).toEqual([
    ["N01", "survived"],
    ["N02", "survived"],
  ]);
});

test("a row without a test counts as not survived", async () => {
  const { code, lines } = await run([first]);
  expect(code).toBe(1);
  expect(lines).toContainEqual(expect.stringMatching(/^N02 full-disk +NO TEST/));
  expect(lines).toContain("N02 promises: full-disk is survived");
  expect(lines.at(-1)).toBe("faults survived: 1/2");
});

test("a row that falls gives exit code 1 and says what was seen, in one printable line", async () => {
  const falls: FaultRow = {
    ...second,
    run: () => Promise.reject(new Error("two files\n\u001B[31mwere there")),
  };
  const { code, lines, report } = await run([first, falls]);
  expect(code).toBe(1);
  expect(lines).toContainEqual(expect.stringMatching(/^N02 .*FELL .*Error: two files \[31mwere there$/));
  const detail = "Error: two files [31mwere there (at its second try, alone)";
  expect(report.rows[1]).toMatchObject({ outcome: "fell", detail });
});

test("a row that fell beside others is tried once more, alone, and both lines are printed", async () => {
  let tries = 0;
  const starves: FaultRow = {
    ...second,
    run: () => (++tries === 1 ? Promise.reject(new Error("too late")) : Promise.resolve()),
  };
  const { code, lines, report } = await run([first, starves]);
  expect(code).toBe(0);
  expect(lines).toContainEqual(expect.stringMatching(/^N02 .*FELL .*too late$/));
  expect(lines).toContainEqual(expect.stringMatching(/^N02 .*survived .*at its second try, alone$/));
  expect(report.survived).toBe(2);
});

test("a fault that this machine cannot provoke counts as not survived, with its reason, and fails nothing", async () => {
  const lacks: FaultRow = { ...second, run: () => Promise.reject(new NotProvokedError("no mount here")) };
  const { code, lines } = await run([first, lacks]);
  expect(code).toBe(0);
  expect(lines).toContainEqual(expect.stringMatching(/^N02 .*NOT PROVOKED .*no mount here$/));
  expect(lines.at(-1)).toBe("faults survived: 1/2");
});

test("a test beside the matrix, under another name, or made twice fails the run", async () => {
  for (const [stray, says] of [
    [survives("N77", "unknown"), "N77 unknown has a test but no row in the matrix"],
    [survives("N02", "full-disk"), "N02 full-disk has two tests"],
  ] as const) {
    const { code, lines } = await run([first, second, stray]);
    expect(code).toBe(1);
    expect(lines).toContain(says);
  }
  const { code, lines } = await run([first, survives("N02", "full-moon")]);
  expect(code).toBe(1);
  expect(lines).toContain("N02 is full-disk in the matrix, and full-moon in its test");
});

test("a row that does not end is given up, and its folder and helpers go with it", async () => {
  const seen: string[] = [];
  const hangs: FaultRow = {
    ...second,
    limitMs: 20,
    run: ({ folder, signal, onEnd }) => {
      seen.push(folder);
      onEnd(() => seen.push(signal.aborted ? "ended" : "running"));
      return new Promise(() => {});
    },
  };
  const { code, lines } = await run([hangs], ["N02"]);
  expect(code).toBe(1);
  expect(lines[0]).toContain("it did not end within 0.02 s");
  expect(seen[1]).toBe("ended");
  expect(existsSync(seen[0] ?? "")).toBe(false);
});

test("rows can be chosen by the beginning of their id or name; none is a mistake", async () => {
  const { code, lines } = await run([first], ["lost"]);
  expect(code).toBe(0);
  expect(lines.at(-1)).toBe("faults survived: 1/1 (of 2)");
  expect((await run([first, second], ["X"])).code).toBe(2);
});

test("a row that is alone runs behind the others, by itself", async () => {
  let running = 0;
  const counts = (row: FaultRow, isAlone: boolean): FaultRow => ({
    ...row,
    ...(isAlone && { isAlone: true as const }),
    run: async () => {
      running++;
      await new Promise((resolve) => setImmediate(resolve));
      expect(running).toBe(isAlone ? 1 : running);
      running--;
    },
  });
  expect((await run([counts(first, true), counts(second, false)])).code).toBe(0);
});
