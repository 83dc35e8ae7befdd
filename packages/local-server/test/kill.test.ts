import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { startLocalServer } from "../src/start-local-server.js";
import { type Answer, type Call, clientOf, untilEnded } from "./support/client.js";
import { startServerProcess } from "./support/killable-process.js";
import { runReceiver } from "./support/receiver.js";
import { form, pixel } from "./support/running-server.js";

/** How often the server is killed; DOCJOBS_TEST_KILLS=100 for the long run. */
const kills = Number(process.env["DOCJOBS_TEST_KILLS"] ?? 10);

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Submits until the connection breaks; what was accepted is what the server has promised. */
async function submitUntilKilled(
  call: (call: Call) => Promise<Answer>,
  fields: Record<string, string>,
  accepted: Set<string>,
): Promise<void> {
  for (;;) {
    let answer: Answer;
    try {
      answer = await call({
        operation: "createJob",
        path: "/convert",
        form: form({ file: pixel(), targetFormat: "jpg", ...fields }),
      });
    } catch {
      return;
    }
    if (answer.status === 202) accepted.add(answer.body["id"] as string);
    // The queue is full: nothing is promised.
    else expect(answer.status).toBe(429);
  }
}

// Never tried again: a loss at one moment in many is the very thing that this looks for.
it(
  `loses nothing that it accepted when it is killed at ${kills} moments`,
  { timeout: 120_000 + kills * 60_000, retry: 0 },
  async () => {
    const dataDirectory = await mkdtemp(join(tmpdir(), "docjobs-kills-"));
    cleanups.push(() => rm(dataDirectory, { recursive: true, force: true }));
    const receiver = await runReceiver();
    cleanups.push(() => receiver.close());
    const webhook = { webhookUrl: receiver.url, webhookSecret: "0123456789abcdef" };
    const accepted = new Set<string>();
    for (let kill = 0; kill < kills; kill += 1) {
      const server = await startServerProcess({ dataDirectory }, cleanups);
      const call = clientOf(server, "convert-fast", { "x-fast-api-key": `account-${kill}` });
      const before = accepted.size;
      const submitting = submitUntilKilled(call, webhook, accepted);
      // In the middle of a further submit, of the first job's work, of a webhook: each time elsewhere.
      await expect
        .poll(() => accepted.size - before, { interval: 1, timeout: 30_000 })
        .toBeGreaterThanOrEqual(1 + (kill % 6));
      await new Promise((resolve) => setTimeout(resolve, (kill * 7) % 40));
      await server.kill();
      await submitting;
    }

    const last = await startLocalServer({ dataDirectory });
    cleanups.push(() => last.close());
    const { openDatabase } = await import("../src/store/open-database.js");
    const database = openDatabase(join(dataDirectory, "docjobs.sqlite"));
    cleanups.push(() => database.destroy());
    const open = async (): Promise<Answer> => {
      const rows = await database.selectFrom("job").select(["id", "state"]).execute();
      return { status: 200, headers: new Headers(), body: { rows } };
    };
    const isEnded = ({ rows }: Answer["body"]): boolean =>
      (rows as { state: string }[]).every(({ state }) => state !== "queued" && state !== "running");
    // What was accepted has piled up: every job that is still to be done takes its time.
    const catchUpMs = 20_000 + accepted.size * 2000;
    const { body } = await untilEnded(open, isEnded, catchUpMs);
    const states = new Map(
      (body["rows"] as { id: string; state: string }[]).map(({ id, state }) => [id, state]),
    );
    const lost = [...accepted].filter((id) => states.get(id) !== "succeeded" && states.get(id) !== "failed");
    expect(lost).toEqual([]);
    // Each job's end was told as well.
    await expect
      .poll(
        () => {
          const told = new Set(receiver.received.map(({ body: text }) => JSON.parse(text).jobId as string));
          return [...accepted].filter((id) => !told.has(id));
        },
        { timeout: catchUpMs },
      )
      .toEqual([]);
  },
);
