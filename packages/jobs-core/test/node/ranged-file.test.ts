import { expect, test } from "vitest";
import { InputFileError, ServiceUnavailableError } from "../../src/index.js";
import { fileOf, type FileSource } from "../../src/node.js";
import { failure, setUp } from "../support/set-up.js";
import { json } from "../support/test-server.js";

const CONTENT = Buffer.from("0123456789");

/** Ten bytes that come three at a time, and a note of every range that was asked for. */
function source(changes: Partial<FileSource> = {}): FileSource & { ranges: [number, number][] } {
  const ranges: [number, number][] = [];
  return {
    ranges,
    name: "a/plan.pdf",
    sizeBytes: CONTENT.length,
    async *read(start, end) {
      ranges.push([start, end]);
      for (let at = start; at < end; at += 3) yield CONTENT.subarray(at, Math.min(at + 3, end));
    },
    ...changes,
  };
}

test("a file from elsewhere is sent under its name, with its length, and read when it is sent", async () => {
  const from = source({ name: "plan.pdf", lastModified: 1_700_000_000_000 });
  const file = fileOf(from);
  expect([file.name, file.size, file.type, file.lastModified]).toEqual([
    "plan.pdf",
    10,
    "application/pdf",
    1_700_000_000_000,
  ]);
  expect(from.ranges).toEqual([]);
  const { server, jobs } = await setUp();
  server.on("POST /read", json(202, { id: "j1" }));
  await jobs.kind("read").submit({ file });
  const [request] = server.requests;
  expect(String(request?.body)).toContain('filename="plan.pdf"');
  expect(String(request?.body)).toContain("0123456789");
  expect(from.ranges).toEqual([[0, 10]]);
});

test("pieces are read alone, from wherever they are cut", async () => {
  const from = source();
  const file = fileOf(from);
  expect(await file.slice(2, 8).slice(-4, -1).text()).toBe("456");
  expect(from.ranges).toEqual([[4, 7]]);
  expect([file.slice(8, 3).size, file.slice(5).size, file.slice(0, 99).size]).toEqual([0, 5, 10]);
  expect(Buffer.from(await file.slice(7).arrayBuffer()).toString()).toBe("789");
});

test("what the source throws is what the submit fails with, and no job is made", async () => {
  const { server, jobs } = await setUp();
  server.on("POST /read", json(202, { id: "j1" }));
  for (const error of [
    new InputFileError("The object has changed."),
    new ServiceUnavailableError("The bucket is away.", { undelivered: true }),
  ]) {
    const file = fileOf(
      source({
        async *read() {
          yield CONTENT.subarray(0, 3);
          throw error;
        },
      }),
    );
    const caught = await failure(jobs.kind("read").submit({ file }));
    expect(caught).toBe(error);
  }
  expect(server.requests.length).toBe(0);
});

test("whoever stops reading lets go of the source", async () => {
  let isLeft = false;
  const file = fileOf(
    source({
      async *read() {
        try {
          yield CONTENT.subarray(0, 3);
          yield CONTENT.subarray(3, 6);
        } finally {
          isLeft = true;
        }
      },
    }),
  );
  const reader = file.stream().getReader();
  await reader.read();
  await reader.cancel();
  expect(isLeft).toBe(true);
});
