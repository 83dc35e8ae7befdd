import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createJobsClient } from "../src/index.js";
import { fileFrom } from "../src/node.js";
import { KEY } from "./support/set-up.js";
import { testApi } from "./support/test-api.js";

const SIZE = 200 * 2 ** 20;

test("a large file is sent whole without ever being in memory", async () => {
  let receivedBytes = 0;
  const server = createServer((request, response) => {
    request.on("data", (chunk: Buffer) => (receivedBytes += chunk.length));
    request.on("end", () => response.end('{"id":"j1"}'));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const directory = await mkdtemp(join(tmpdir(), "jobs-core-"));
  onTestFinished(async () => {
    server.close();
    await rm(directory, { recursive: true });
  });
  const path = join(directory, "large.pdf");
  await writeFile(path, "%PDF");
  await truncate(path, SIZE);

  const { port } = server.address() as AddressInfo;
  const jobs = createJobsClient(testApi(`http://127.0.0.1:${port}`), { apiKey: KEY });
  const heldBefore = process.memoryUsage().arrayBuffers;
  let mostHeld = 0;
  const onProgress = (): void =>
    void (mostHeld = Math.max(mostHeld, process.memoryUsage().arrayBuffers - heldBefore));
  await jobs.kind("read").submit({ file: await fileFrom(path) }, { onProgress });
  expect(receivedBytes).toBeGreaterThan(SIZE);
  expect(receivedBytes).toBeLessThan(SIZE + 1000);
  expect(mostHeld).toBeLessThan(SIZE / 2);
});
