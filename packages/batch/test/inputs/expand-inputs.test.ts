import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { Readable } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { type BatchInput, expandInputs, type ExpandOptions } from "../../src/index.js";

function folder(...names: string[]): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "docjobs-inputs-")));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const name of names) {
    mkdirSync(join(directory, name, ".."), { recursive: true });
    writeFileSync(join(directory, name), "content");
  }
  return directory;
}

async function expand(words: string[], options: Partial<ExpandOptions> = {}): Promise<BatchInput[]> {
  const inputs: BatchInput[] = [];
  for await (const input of expandInputs(words, { extensions: ["pdf"], ...options })) inputs.push(input);
  return inputs;
}

test("a folder gives the files that the API reads, in one order, each with its place", async () => {
  const directory = folder("b.pdf", "a/c.PDF", "a/notes.txt", ".hidden/d.pdf", "out/e.pdf");
  const inputs = await expand([directory], { except: join(directory, "out") });
  expect(inputs.map(({ path = "", output }) => [relative(directory, path), output])).toEqual([
    ["a/c.PDF", "a/c"],
    ["b.pdf", "b"],
  ]);
});

test("a glob gives what it matches; one that matches nothing is refused", async () => {
  const directory = folder("in/x/a.pdf", "in/y/b.pdf", "in/y/c.txt");
  const here = relative(process.cwd(), directory);
  const inputs = await expand([`${here}/in/**/*.pdf`]);
  expect(inputs.map(({ output }) => output)).toEqual(["x/a", "y/b"]);
  await expect(expand([`${here}/none/*.pdf`])).rejects.toThrow("No file matches");
});

test("a manifest's lines are paths, or documents with options of their own", async () => {
  const directory = folder();
  const lines = [
    "a.pdf",
    "",
    '{"path":"b.pdf","output":"2024/b","pages":[1]}',
    '{"url":"https://example.org/c.pdf"}',
    '{"job":"j1"}',
    "https://example.org/d.pdf",
    "s3://scans/a b%20.pdf",
    '{"path":"S3://scans/c.pdf","output":"c"}',
  ];
  writeFileSync(join(directory, "list.jsonl"), lines.join("\n"));
  expect(await expand([`@${join(directory, "list.jsonl")}`])).toEqual([
    { path: join(directory, "a.pdf") },
    { path: join(directory, "b.pdf"), output: "2024/b", fields: { pages: [1] } },
    { url: "https://example.org/c.pdf" },
    { jobId: "j1" },
    { url: "https://example.org/d.pdf" },
    { path: "s3://scans/a b%20.pdf" },
    { path: "s3://scans/c.pdf", output: "c" },
  ]);
});

test("lines of a batch's results are its inputs again", async () => {
  const directory = folder();
  const failed = {
    job: null,
    token: null,
    state: "failed",
    output: null,
    times: {},
    error: { code: "job_failed" },
  };
  const lines = [
    { input: join(directory, "a.pdf"), ...failed },
    {
      input: "https://example.org/c.pdf",
      ...failed,
      job: "j1",
      state: "saved",
      output: "c.docx",
      credits: 2,
    },
  ];
  writeFileSync(join(directory, "results.jsonl"), lines.map((line) => JSON.stringify(line)).join("\n"));
  expect(await expand([`@${join(directory, "results.jsonl")}`])).toEqual([
    { path: join(directory, "a.pdf") },
    { url: "https://example.org/c.pdf" },
  ]);
});

test.each(['{"path":1}', "{}", '{"path":"a","url":"https://b"}', "{broken", '{"path":"a","output":2}'])(
  "the line %s is refused with its number",
  async (line) => {
    const directory = folder();
    writeFileSync(join(directory, "list.jsonl"), `a.pdf\n${line}\n`);
    await expect(expand([`@${join(directory, "list.jsonl")}`])).rejects.toThrow("list.jsonl:2: ");
  },
);

test("stdin gives paths line by line", async () => {
  const stdin = Readable.from(["one.pdf\ntwo", ".pdf\n"]);
  const inputs = await expand(["-"], { stdin });
  expect(inputs.map(({ path = "" }) => relative(process.cwd(), path))).toEqual(["one.pdf", "two.pdf"]);
});
