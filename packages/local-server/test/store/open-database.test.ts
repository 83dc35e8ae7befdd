import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Libsql from "libsql";
import { afterEach, beforeEach, expect, it } from "vitest";
import { migrations } from "../../src/store/migrations.js";
import { openDatabase } from "../../src/store/open-database.js";

let path: string;

beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), "docjobs-db-")), "docjobs.sqlite");
});
afterEach(() => rm(join(path, ".."), { recursive: true, force: true }));

it("brings a new file to the newest schema, and opens it again", async () => {
  await openDatabase(path).destroy();
  const database = openDatabase(path);
  await database.insertInto("setting").values({ name: "a", value: "b" }).execute();
  await database.destroy();
  const raw = new Libsql(path);
  expect(raw.pragma("user_version")).toEqual([{ user_version: migrations.length }]);
  expect(raw.pragma("journal_mode")).toEqual([{ journal_mode: "wal" }]);
  raw.close();
});

it("does not touch a file that a newer version has written", () => {
  const raw = new Libsql(path);
  raw.exec(`pragma user_version = ${migrations.length + 1}`);
  raw.close();
  expect(() => openDatabase(path)).toThrow(/newer version.*Update the package/s);
});
