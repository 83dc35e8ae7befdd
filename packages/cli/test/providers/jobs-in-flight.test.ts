import { convertFast } from "@docjobs/convert-fast";
import { startLocalServer } from "@docjobs/local-server";
import { expect, onTestFinished, test, vi } from "vitest";
import { makeSandbox } from "../support/run-cli.js";

// Forty real conversions on a machine that others load.
vi.setConfig({ testTimeout: 300_000 });

/** One white pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEANl9ngAAAAABJRU5ErkJggg==",
  "base64",
);

test("forty submits, with nobody waiting for their jobs, all go through an API that takes eighteen at a time", async () => {
  const sandbox = makeSandbox();
  const server = await startLocalServer({ dataDirectory: sandbox.path("data"), queueDelayMs: 500 });
  onTestFinished(async () => {
    await server.close();
    sandbox.remove();
  });
  const answers: number[] = [];
  const jobs = convertFast({
    apiKey: "test-key",
    baseUrl: server.url,
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      if (init?.method === "POST") answers.push(response.status);
      return response;
    },
  });
  const file = new File([PNG], "pixel.png", { type: "image/png" });
  const handles = await Promise.all(
    Array.from({ length: 40 }, () => jobs.submit({ file, targetFormat: "jpg" })),
  );
  expect(new Set(handles.map(({ id }) => id)).size).toBe(40);
  // The server counts the jobs itself, and would have refused the nineteenth with 429.
  expect(answers).toEqual(Array.from({ length: 40 }, () => 202));
});
