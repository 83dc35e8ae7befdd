import { PassThrough } from "node:stream";
import type { ReadStream } from "node:tty";
import { expect, it, vi } from "vitest";
import { readHidden } from "../../src/keys/read-hidden.js";

function terminal(): { stdin: ReadStream; raw: boolean[] } {
  const raw: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isRaw: false,
    setRawMode: (mode: boolean) => raw.push(mode),
  });
  return { stdin: stdin as unknown as ReadStream, raw };
}

it("reads a line without its edits and leaves the terminal as it was", async () => {
  const shown = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const { stdin, raw } = terminal();
  const typed = readHidden(stdin, "Key", new AbortController().signal);
  for (const keys of ["wrong\u0015", "sec", "\u001B[D\u001B[200~", "x\u007F", "ret", "\r"])
    (stdin as unknown as PassThrough).write(keys);
  expect(await typed).toBe("secret");
  expect(raw).toEqual([true, false]);
  expect(shown.mock.calls.flat().join("")).toBe("Key: \n");
  shown.mockRestore();
});

it("gives the terminal back when the program is interrupted, and when nothing is typed", async () => {
  const shown = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const { stdin, raw } = terminal();
  const interruption = new AbortController();
  const typed = readHidden(stdin, "Key", interruption.signal);
  interruption.abort(new Error("interrupted"));
  await expect(typed).rejects.toThrow("interrupted");
  const second = readHidden(stdin, "Key", new AbortController().signal);
  (stdin as unknown as PassThrough).write("\u0004");
  await expect(second).rejects.toThrow("nothing is saved");
  expect(raw).toEqual([true, false, true, false]);
  shown.mockRestore();
});
