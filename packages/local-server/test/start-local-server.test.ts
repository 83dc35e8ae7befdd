import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, it } from "vitest";
import { DataDirectoryInUseError, startLocalServer } from "../src/index.js";
import { clientOf, untilEnded } from "./support/client.js";
import {
  faultyWorker,
  form,
  pixel,
  runServer,
  sample,
  type RunningServer,
} from "./support/running-server.js";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function serve(...how: Parameters<typeof runServer>): Promise<RunningServer> {
  const server = await runServer(...how);
  cleanups.push(() => server.close());
  return server;
}

it("keeps files, jobs, results, credits and presigned URLs over a restart", async () => {
  const server = await serve({}, { workerPath: faultyWorker });
  const before = clientOf(server, "convert-fast", { "x-fast-api-key": "alice" });
  const { body } = await before({
    operation: "createJob",
    path: "/convert",
    form: form({ file: pixel(), targetFormat: "jpg" }),
  });
  const path = `/convert/job/${body["id"]}`;
  const job = await untilEnded(
    () => before({ operation: "getJob", path }),
    ({ status }) => status === "Succeeded",
  );
  const grid = clientOf(server, "anchorgrid", { "x-api-key": "alice" });
  const { body: document } = await grid({
    operation: "uploadDocument",
    path: "/v1/documents",
    form: form({ file: await sample("plan1.pdf") }),
  });
  const port = Number(new URL(server.url).port);
  await server.restart({ port });

  const after = clientOf(server, "convert-fast", { "x-fast-api-key": "alice" });
  expect((await after({ operation: "getJob", path })).body).toEqual(job.body);
  expect((await after({ operation: "downloadOutput", path: `${path}/download` })).status).toBe(200);
  expect(
    (await after({ operation: "getEntitlements", path: "/convert/entitlements/me" })).body,
  ).toMatchObject({
    totalCredits: 11_999,
  });
  expect((await fetch(document["download_url"] as string)).status).toBe(200);
});

it("runs the jobs that were queued or running when it stopped", async () => {
  const server = await serve({}, { workerPath: faultyWorker });
  const call = clientOf(server, "convert-fast", { "x-fast-api-key": "alice" });
  const submit = async (file: File): Promise<string> => {
    const answer = await call({
      operation: "createJob",
      path: "/convert",
      form: form({ file, targetFormat: "jpg" }),
    });
    return `/convert/job/${answer.body["id"]}`;
  };
  const running = await submit(pixel("wait.png"));
  await untilEnded(
    () => call({ operation: "getJob", path: running }),
    ({ status }) => status === "Running",
  );
  await server.restart({ queueDelayMs: 3_600_000 });
  const later = clientOf(server, "convert-fast", { "x-fast-api-key": "alice" });
  const again = await untilEnded(
    () => later({ operation: "getJob", path: running }),
    ({ progress }) => progress.phase === "Waiting",
  );
  expect(again.body["status"]).toBe("Running");

  const answer = await later({
    operation: "createJob",
    path: "/convert",
    form: form({ file: pixel(), targetFormat: "jpg" }),
  });
  const queued = `/convert/job/${answer.body["id"]}`;
  await server.restart();
  server.clock.now += 3_600_000;
  await server.restart();
  const last = clientOf(server, "convert-fast", { "x-fast-api-key": "alice" });
  const done = await untilEnded(
    () => last({ operation: "getJob", path: queued }),
    ({ status }) => status === "Succeeded",
  );
  expect(done.body["output"]).toMatchObject({ fileCount: 1 });
});

it("has lost no accepted job after its process was killed, and finishes them", async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), "docjobs-killed-"));
  cleanups.push(() => rm(dataDirectory, { recursive: true, force: true }));
  const script = `
    const { startLocalServer } = await import(${JSON.stringify(builtServer)});
    const server = await startLocalServer({ dataDirectory: ${JSON.stringify(dataDirectory)} });
    console.log(server.url);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  cleanups.push(async () => child.kill("SIGKILL"));
  const url = await new Promise<string>((resolve) =>
    child.stdout.once("data", (line) => resolve(String(line).trim())),
  );
  const call = clientOf({ url }, "convert-fast", { "x-fast-api-key": "alice" });
  const ids: string[] = [];
  for (let job = 0; job < 4; job += 1) {
    const file = await sample("report-1.png");
    const { body } = await call({
      operation: "createJob",
      path: "/convert",
      form: form({ file, targetFormat: "jpg" }),
    });
    ids.push(body["id"] as string);
  }
  child.kill("SIGKILL");
  await new Promise((resolve) => child.once("exit", resolve));

  const server = await startLocalServer({ dataDirectory });
  cleanups.push(() => server.close());
  const again = clientOf(server, "convert-fast", { "x-fast-api-key": "alice" });
  for (const id of ids) {
    const job = await untilEnded(
      () => again({ operation: "getJob", path: `/convert/job/${id}` }),
      ({ status }) => status === "Succeeded",
    );
    expect(job.body).toMatchObject({ id, output: { fileName: "report-1.jpg" } });
  }
});

it("lets one server at a time have a data directory", async () => {
  const server = await serve();
  const second = startLocalServer({ dataDirectory: server.dataDirectory });
  await expect(second).rejects.toBeInstanceOf(DataDirectoryInUseError);
  await expect(second).rejects.toMatchObject({ pid: process.pid, url: server.url });
});

it("says so when the port is taken, and leaves the data directory free", async () => {
  const blocker = createServer().listen(0, "127.0.0.1");
  cleanups.push(() => new Promise((resolve) => blocker.close(resolve)));
  await new Promise((resolve) => blocker.once("listening", resolve));
  const { port } = blocker.address() as AddressInfo;
  const dataDirectory = await mkdtemp(join(tmpdir(), "docjobs-server-"));
  cleanups.push(() => rm(dataDirectory, { recursive: true, force: true }));
  await expect(startLocalServer({ dataDirectory, port })).rejects.toThrow(`Port ${port} is in use`);
  const server = await startLocalServer({ dataDirectory });
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  await server.close();
  await server.close();
});

const builtServer = new URL("../dist/index.js", import.meta.url).href;

const run = promisify(execFile);
const hasTools = await run("bash", ["-c", "command -v curl && command -v jq"]).then(
  () => true,
  () => false,
);

it.skipIf(!hasTools)("answers the documentation's own curl lines, with only the host changed", async () => {
  const server = await serve({ queueDelayMs: 0 }, { workerPath: faultyWorker });
  const folder = await mkdtemp(join(tmpdir(), "docjobs-curl-"));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  const call = clientOf(server, "convert-fast", { "x-fast-api-key": "fast_prod_your_key_here" });
  const { body } = await call({
    operation: "createJob",
    path: "/convert",
    form: form({ file: pixel("document.png"), targetFormat: "jpg" }),
  });
  await untilEnded(
    () => call({ operation: "getJob", path: `/convert/job/${body["id"]}` }),
    ({ status }) => status === "Succeeded",
  );
  const script = (text: string): Promise<{ stdout: string }> => run("bash", ["-euc", text], { cwd: folder });
  const { stdout } = await script(
    convertFastLines
      .replaceAll("https://api.tools.fast", server.url)
      .replace('JOB_ID="019c56457340753ba9441d7b4e6516a0"', `JOB_ID="${body["id"]}"`),
  );
  // The file is there under the name that the status told; a finished job refuses the cancel; the delete says nothing.
  expect(JSON.parse(stdout)).toMatchObject({ error: "jobs.not_cancellable" });
  const { stdout: files } = await script("ls");
  expect(files.trim()).toBe("made.jpg");
  expect((await call({ operation: "getJob", path: `/convert/job/${body["id"]}` })).status).toBe(404);

  const unknown = await script(convertFastLines.replaceAll("https://api.tools.fast", server.url));
  expect(unknown.stdout).toContain('{"error":"jobs.not_found","detail":null}');

  const grid = await script(anchorgridLines.replaceAll("https://api.anchorgrid.ai", server.url));
  const notFound = '{"detail":{"code":"JOB_NOT_FOUND","message":"There is no such job."}}';
  expect(grid.stdout.trim()).toBe(`${notFound}\n${notFound}`);
});

const convertFastLines = `
API_KEY="fast_prod_your_key_here"
JOB_ID="019c56457340753ba9441d7b4e6516a0"

# status (use output.fileName for the download -o argument)
RESPONSE=$(curl -sS "https://api.tools.fast/convert/job/\${JOB_ID}" \\
  -H "X-Fast-Api-Key: $API_KEY")
FILENAME=$(echo "$RESPONSE" | jq -r '.output.fileName')

# download using the filename from status
curl -sS "https://api.tools.fast/convert/job/\${JOB_ID}/download" \\
  -H "X-Fast-Api-Key: $API_KEY" \\
  -o "./\${FILENAME}"

# cancel
curl -sS -X POST "https://api.tools.fast/convert/job/\${JOB_ID}/cancel" \\
  -H "X-Fast-Api-Key: $API_KEY"

# delete
curl -sS -X DELETE "https://api.tools.fast/convert/job/\${JOB_ID}" \\
  -H "X-Fast-Api-Key: $API_KEY"
`;

const anchorgridLines = `
curl -s https://api.anchorgrid.ai/v1/jobs/7c9e6679-7425-40de-944b-e07fc1f90ae7 \\
  -H "X-API-Key: <your-api-key>"
echo
curl -X DELETE https://api.anchorgrid.ai/v1/jobs/7c9e6679-7425-40de-944b-e07fc1f90ae7 \\
  -H "X-API-Key: <your-api-key>"
`;

it("gives up on a data directory that is a file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "docjobs-server-"));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "taken"), "");
  await expect(startLocalServer({ dataDirectory: join(folder, "taken") })).rejects.toThrow(/taken/);
});
