import { readFile } from "node:fs/promises";
import { afterEach, expect, it } from "vitest";
import { type Answer, clientOf, untilEnded } from "../../support/client.js";
import { type Receiver, runReceiver } from "../../support/receiver.js";
import {
  faultyWorker,
  pixel,
  runServer,
  type RunningServer,
  samplePath,
} from "../../support/running-server.js";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function serve(...how: Parameters<typeof runServer>): Promise<RunningServer> {
  const server = await runServer(...how);
  cleanups.push(() => server.close());
  return server;
}

async function site(...how: Parameters<typeof runReceiver>): Promise<Receiver> {
  const receiver = await runReceiver(...how);
  cleanups.push(() => receiver.close());
  return receiver;
}

const submit = (server: RunningServer, inputUrl: string, fields: object = {}): Promise<Answer> =>
  clientOf(server, "convert-fast", { "x-fast-api-key": "alice" })({
    operation: "createJob",
    path: "/convert",
    json: { inputUrl, sourceFormat: "png", targetFormat: "jpg", ...fields },
  });
const code = async (answer: Promise<Answer>): Promise<unknown> => (await answer).body["error"];
const image = Buffer.from(await pixel().arrayBuffer());

it("fetches a file over redirects, and converts it under the name that the last URL has", async () => {
  const server = await serve();
  const png = await readFile(samplePath("report-1.png"));
  const files = await site(({ path }) =>
    path === "/a"
      ? { status: 302, headers: { location: "/b" } }
      : path === "/b"
        ? { status: 307, headers: { location: "/files/re%20port.png?x=1" } }
        : { status: 200, body: png },
  );
  const accepted = await submit(server, `${files.url}/a`);
  expect(accepted.status).toBe(202);
  const call = clientOf(server, "convert-fast", { "x-fast-api-key": "alice" });
  const job = await untilEnded(
    () => call({ operation: "getJob", path: `/convert/job/${accepted.body["id"]}` }),
    ({ status }) => status === "Succeeded",
  );
  expect(job.body).toMatchObject({
    metrics: { inputBytes: png.length },
    output: { fileName: "re port.jpg" },
  });
  expect(files.received.map(({ path }) => path)).toEqual(["/a", "/b", "/files/re%20port.png?x=1"]);
  expect(files.received[0]?.headers["x-fast-api-key"]).toBeUndefined();
});

it("gives up at the fourth redirect", async () => {
  const server = await serve({}, { workerPath: faultyWorker });
  const files = await site(() => ({ status: 302, headers: { location: "/again" } }));
  expect(await code(submit(server, files.url))).toBe("url_fetch.http_error");
  expect(files.received).toHaveLength(4);
});

it("is not led astray by redirects", async () => {
  const server = await serve({}, { workerPath: faultyWorker });
  for (const [location, wanted] of [
    ["http://10.0.0.1/a.png", "url_fetch.invalid_scheme"],
    ["https://10.0.0.1/a.png", "url_fetch.private_ip"],
    ["https://169.254.169.254/latest", "url_fetch.private_ip"],
    ["file:///etc/passwd", "url_fetch.invalid_scheme"],
    ["https://example.com/a.png", "url_fetch.http_error"],
  ] as const) {
    const files = await site(() => ({ status: 302, headers: { location } }));
    expect(await code(submit(server, files.url)), location).toBe(wanted);
  }
});

it("asks a name once, and refuses an allowed one that points to a private address", async () => {
  const asked: string[] = [];
  const resolve = async (hostname: string): Promise<{ address: string; family: number }[]> => {
    asked.push(hostname);
    return [{ address: "10.0.0.1", family: 4 }];
  };
  const server = await serve({ fetchHosts: ["files.example.com"] }, { resolve });
  expect(await code(submit(server, "https://files.example.com/a.png"))).toBe("url_fetch.private_ip");
  expect(await code(submit(server, "https://other.example.com/a.png"))).toBe("url_fetch.http_error");
  expect(asked).toEqual(["files.example.com"]);
});

it("stops asking a domain that failed five times, for a minute", async () => {
  const server = await serve({}, { workerPath: faultyWorker });
  let isDown = true;
  const files = await site(() => (isDown ? { status: 503 } : { status: 200, body: image }));
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const { body } = await submit(server, files.url);
    expect(body).toMatchObject({ error: "url_fetch.http_error", isRetryable: true });
  }
  isDown = false;
  const refused = await submit(server, files.url);
  expect(refused.body).toMatchObject({ error: "url_fetch.domain_circuit_open", isRetryable: true });
  expect(files.received).toHaveLength(5);
  server.clock.now += 60_000;
  expect((await submit(server, files.url)).status).toBe(202);
});

it("fetches three at a time for one account", async () => {
  const server = await serve({}, { workerPath: faultyWorker });
  let release: () => void = () => undefined;
  const after = new Promise<void>((resolve) => {
    release = resolve;
  });
  const files = await site(() => ({ status: 200, body: image, after }));
  const three = [1, 2, 3].map((file) => submit(server, `${files.url}/${file}.png`));
  await expect.poll(() => files.received.length).toBe(3);
  const fourth = await submit(server, files.url);
  expect([fourth.status, fourth.body["error"]]).toEqual([429, "url_fetch.rate_limited"]);
  expect(fourth.headers.get("retry-after")).toBe("1");
  release();
  expect((await Promise.all(three)).map(({ status }) => status)).toEqual([202, 202, 202]);
});

it("takes no file that is empty, too large, gone, or of another format", async () => {
  const server = await serve({}, { workerPath: faultyWorker });
  const answer = async (scripted: { body: Buffer; headers?: Record<string, string> }): Promise<unknown> => {
    const files = await site(() => ({ status: 200, ...scripted }));
    return code(submit(server, files.url));
  };
  expect(await answer({ body: Buffer.alloc(0) })).toBe("request.empty_file");
  const huge = { "content-length": String(1024 ** 3 + 1) };
  expect(await answer({ body: image, headers: huge })).toBe("request.file_too_large");
  expect(await answer({ body: Buffer.from("hello") })).toBe("convert.unsupported_source_format");
  const gone = await runReceiver();
  await gone.close();
  expect(await code(submit(server, gone.url))).toBe("url_fetch.http_error");
  expect(await code(submit(server, `http://user:word@127.0.0.1/`))).toBe("url_fetch.invalid_url");
});
