import { expect, test } from "vitest";
import { AbortedError } from "../../src/errors/errors.js";
import { readAhead } from "../../src/http/read-ahead.js";

const MIB = 2 ** 20;

/** Gives chunks of one MiB each, then what `end` says; counts how often it was asked. */
function source(
  count: number,
  end: () => Uint8Array | undefined,
): { read: () => Promise<Uint8Array | undefined>; asked: () => number } {
  let asked = 0;
  return {
    asked: () => asked,
    read: () => Promise.resolve().then(() => (asked++ < count ? new Uint8Array(MIB) : end())),
  };
}

const nothing = (): undefined => undefined;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("reading begins at once, stays 4 MiB ahead and goes on as the bytes are taken", async () => {
  const { read, asked } = source(100, nothing);
  const reader = readAhead(read, () => Promise.resolve()).getReader();
  await settled();
  expect(asked()).toBe(4);
  await reader.read();
  await settled();
  expect(asked()).toBe(5);
  await reader.cancel();
});

test("everything comes through, then the end", async () => {
  const stream = readAhead(source(9, nothing).read, () => Promise.resolve());
  expect((await new Response(stream).arrayBuffer()).byteLength).toBe(9 * MIB);
});

test("what came before an error is given first", async () => {
  const fail = (): never => {
    throw new Error("broke off");
  };
  const reader = readAhead(source(3, fail).read, () => Promise.resolve()).getReader();
  await settled();
  for (let count = 0; count < 3; count++) expect((await reader.read()).value?.length).toBe(MIB);
  await expect(reader.read()).rejects.toThrow("broke off");
});

test("an abort is told at once", async () => {
  const fail = (): never => {
    throw new AbortedError("The call was aborted.");
  };
  const reader = readAhead(source(3, fail).read, () => Promise.resolve()).getReader();
  await settled();
  await expect(reader.read()).rejects.toThrow("aborted");
});

test("nothing is read behind a cancel, which is passed on", async () => {
  const { read, asked } = source(100, nothing);
  const reasons: unknown[] = [];
  const stream = readAhead(read, (reason) => Promise.resolve(void reasons.push(reason)));
  await stream.cancel("enough");
  await settled();
  expect(reasons).toEqual(["enough"]);
  expect(asked()).toBeLessThan(4);
});
