import { castdocApi } from "@docjobs/castdoc";
import { expect, test } from "vitest";
import { createBatch } from "../src/index.js";
import { batchFiles } from "./support/batch-files.js";

/** Ten thousand take minutes: `DOCJOBS_TEST_ITEMS=10000 npx vitest run test/memory.test.ts`. */
const ITEMS = Number(process.env["DOCJOBS_TEST_ITEMS"] ?? 200);
/** Rows, names and ids of inputs that wait; what an item needs while it is worked on is gone when it has ended. */
const MOST_BYTES_PER_ITEM = 6000;
const MEGABYTE = 2 ** 20;

/** An API that remembers nothing: every job has succeeded at once. */
const forgetful: typeof globalThis.fetch = async (input, init) => {
  const { pathname } = new URL(input instanceof Request ? input.url : input);
  const id = crypto.randomUUID();
  if (pathname === "/files") return Response.json({ file_id: id }, { status: 201 });
  if (init?.method === "POST") return Response.json({ job_id: id, status: "queued" }, { status: 202 });
  if (pathname.startsWith("/files/")) return new Response("a result");
  const jobId = pathname.split("/").at(-1);
  return Response.json({ job_id: jobId, status: "completed", output_file_id: id });
};

test(
  `${ITEMS} items need no more memory at the end than at the beginning`,
  { timeout: 3_600_000 },
  async () => {
    const contents = Object.fromEntries(
      Array.from({ length: ITEMS }, (_, index) => [`folder${index % 100}/d${index}.pdf`, `content ${index}`]),
    );
    const files = batchFiles(contents);
    const convert = castdocApi.kinds["convert"];
    if (!convert) throw new Error("CastDoc has changed");
    const batch = createBatch({
      api: {
        ...castdocApi,
        limits: {},
        job: { ...castdocApi.job, poll: { minMs: 1, maxMs: 2 } },
        kinds: { convert: { ...convert, submit: { ...convert.submit, required: [] } } },
      },
      clientOptions: { apiKey: "key", fetch: forgetful },
      extension: "docx",
      inputs: files.inputs,
      outputDirectory: files.output,
    });
    const samples: number[] = [];
    const startedAt = performance.now();
    let ended = 0;
    for await (const { state } of batch) {
      expect(state).toBe("saved");
      if (++ended % Math.ceil(ITEMS / 10) === 0) samples.push(heapBytes());
    }
    const seconds = (performance.now() - startedAt) / 1000;
    const { rss } = process.memoryUsage();
    console.log(
      `${ended} items in ${seconds.toFixed(0)} s (${(ended / seconds).toFixed(1)}/s), ` +
        `heap ${samples.map((bytes) => (bytes / MEGABYTE).toFixed(0)).join(" ")} MB, RSS ${(rss / MEGABYTE).toFixed(0)} MB`,
    );
    expect(ended).toBe(ITEMS);
    const [, second = 0] = samples;
    expect((samples.at(-1) ?? 0) - second).toBeLessThan(20 * MEGABYTE + ITEMS * MOST_BYTES_PER_ITEM * 0.1);
  },
);

/** What is still in use. */
function heapBytes(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().heapUsed;
}
