import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openEmbeddedQueue, QueueInUseError } from "../src/index.js";
import { describeWorkQueue } from "./conformance.js";

const LEASE_MS = 60_000;

function temporaryFile(): string {
  const directory = mkdtempSync(join(tmpdir(), "docjobs-queue-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, "queue.db");
}

describeWorkQueue("the embedded queue", async ({ onTestFinished: atEnd }) => {
  let time = 1_800_000_000_000;
  const queue = await openEmbeddedQueue({ path: ":memory:", leaseMs: LEASE_MS, now: () => time });
  atEnd(() => queue.close());
  return {
    queue,
    now: () => time,
    async advance(ms) {
      time += ms;
    },
    leaseMs: LEASE_MS,
  };
});

const work = (id: string) => ({ id, group: "g", queue: "submit", phase: "planned", data: {} });

test("a file belongs to one owner; a reader may look meanwhile", async () => {
  const path = temporaryFile();
  const owner = await openEmbeddedQueue({ path });
  await owner.enqueueMany([work("a")]);
  const refused: unknown = await openEmbeddedQueue({ path }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(QueueInUseError);
  expect(refused).toMatchObject({ pid: process.pid, path });
  const reader = await openEmbeddedQueue({ path, readOnly: true });
  expect((await reader.counts("g")).total).toBe(1);
  await expect(reader.enqueueMany([work("b")])).rejects.toThrow();
  await reader.close();
  await owner.close();
  const next = await openEmbeddedQueue({ path });
  expect((await next.counts("g")).total).toBe(1);
  await next.close();
});

test("after kill -9 the file opens at once, with all that was stored, and nothing stays claimed", async () => {
  const path = temporaryFile();
  const script = `
    const { openEmbeddedQueue } = await import(${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)});
    const queue = await openEmbeddedQueue({ path: ${JSON.stringify(path)} });
    for (let n = 0; ; n++) {
      const work = { id: "w" + n, group: "g", queue: "submit", phase: "planned", data: { n } };
      await queue.enqueueMany([work]);
      const [claim] = await queue.claim({ group: "g", queue: "submit", limit: 1 });
      await queue.heartbeat(claim, { phase: "submitting" });
      process.stdout.write(n + "\\n");
    }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let told = "";
  child.stdout.on("data", (chunk: Buffer) => (told += chunk.toString()));
  await expect.poll(() => told.split("\n").length, { timeout: 30_000 }).toBeGreaterThan(20);
  const refused: unknown = await openEmbeddedQueue({ path }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: "queue_in_use", pid: child.pid });
  child.kill("SIGKILL");
  await once(child, "close");
  const last = Number(told.split("\n").at(-2));
  const queue = await openEmbeddedQueue({ path });
  const { total, states, phases } = await queue.counts("g");
  expect(total).toBeGreaterThanOrEqual(last + 1);
  expect(states).toMatchObject({ active: 0, ready: total });
  expect(phases["submitting"]).toBeGreaterThanOrEqual(last + 1);
  await queue.close();
});

test("a file of a newer version is left alone", async () => {
  const path = temporaryFile();
  await (await openEmbeddedQueue({ path })).close();
  const { default: Libsql } = await import("libsql");
  const sqlite = new Libsql(path);
  sqlite.exec("pragma user_version = 99");
  sqlite.close();
  await expect(openEmbeddedQueue({ path })).rejects.toThrow("newer version");
  // The failed attempt holds no lock.
  await expect(openEmbeddedQueue({ path })).rejects.toThrow("newer version");
});
