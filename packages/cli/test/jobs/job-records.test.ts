import { mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  claimRecord,
  createRecord,
  draftRecord,
  findRecords,
  jobRecordsDirectory,
  removeRecordOf,
} from "../../src/jobs/job-records.js";
import { isRunning, ownMark } from "../../src/jobs/process-mark.js";

let context: { env: NodeJS.ProcessEnv; home: string };
let notes: string[];
const note = (line: string): void => void notes.push(line);
beforeEach(() => {
  context = { env: {}, home: mkdtempSync(join(tmpdir(), "docjobs-records-")) };
  notes = [];
});
afterEach(() => rmSync(context.home, { recursive: true }));

const about = (jobId: string) => ({
  stage: "submitted" as const,
  provider: "castdoc",
  kind: "convert",
  jobId,
  token: jobId,
  input: "a",
  output: null,
});

/** As if another process kept the only record. */
function giveTo(mark: string): void {
  const directory = jobRecordsDirectory(context);
  const [name = ""] = readdirSync(directory);
  renameSync(join(directory, name), join(directory, name.replace(/\.\d.*$/u, `.${mark}.json`)));
}

it("keeps a job until it has ended, privately, and leaves other files alone", async () => {
  const first = await createRecord(context, about("1"), note);
  const second = await createRecord(context, about("2"), note);
  const directory = jobRecordsDirectory(context);
  for (const path of [directory, ...readdirSync(directory).map((name) => join(directory, name))])
    expect(statSync(path).mode & 0o077).toBe(0);
  writeFileSync(join(directory, "notes.json"), "mine");
  writeFileSync(join(directory, `${first.value.id}.1.json`), '{"provider":"cast');
  expect((await findRecords(context)).map(({ value }) => value.jobId)).toEqual(["1", "2"]);
  await second.update({ part: { path: "/x" } });
  expect((await findRecords(context))[1]?.value.part).toEqual({ path: "/x" });
  await first.remove();
  await first.update({ input: "b" });
  await removeRecordOf(context, { provider: "castdoc", id: "2" });
  expect(await findRecords(context)).toEqual([]);
  expect(notes).toEqual([]);
});

it("writes a draft down with its first update", async () => {
  const draft = draftRecord(context, about("1"), note);
  expect(await findRecords(context)).toEqual([]);
  await draft.update({ part: { path: "/x", etag: '"1"' } });
  expect((await findRecords(context)).length).toBe(1);
});

it("gives a record that nobody keeps to one process only", async () => {
  const { value } = await createRecord(context, about("1"), note);
  giveTo("2147483646-1");
  const [found] = await findRecords(context);
  expect(found?.keeper).toBeUndefined();
  const claims = await Promise.all([found, found].map((each) => each && claimRecord(context, each, note)));
  expect(claims.filter((claim) => claim !== undefined).map((claim) => claim.value.id)).toEqual([value.id]);
});

it("does not take a record from a running process", async () => {
  await createRecord(context, about("1"), note);
  giveTo(`${process.ppid}`);
  const [found] = await findRecords(context);
  expect(found?.keeper).toBe(`${process.ppid}`);
  expect(found && (await claimRecord(context, found, note))).toBeUndefined();
});

it("knows a process by its start, as ids are used again", () => {
  expect(isRunning(ownMark())).toBe(true);
  expect(isRunning(`${process.pid}-1`)).toBe(process.platform !== "linux");
  for (const mark of ["2147483646", "0", "-1", "", "x"]) expect(isRunning(mark)).toBe(false);
});

it("only notes, and once, that it cannot be written", async () => {
  const record = await createRecord({ env: {}, home: "/dev/null" }, about("3"), note);
  await record.update({ input: "b" });
  await record.remove();
  expect(notes.length).toBe(1);
  expect(notes[0]).toContain("not written down");
});
