import { cuttingProxy } from "@docjobs/test-servers";
import { expect, test } from "vitest";
import { type ObjectStore, ObjectStoreError, openObjectStore } from "../src/index.js";
import { answeringStore, refuse } from "./support/answering-server.js";
import { CREDENTIALS, startS3 } from "./support/s3-server.js";

const KEY = "secret.pdf";

async function* bodyOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function sizeOf(stream: AsyncIterable<unknown>): Promise<number> {
  let size = 0;
  for await (const chunk of stream) size += (chunk as Buffer).length;
  return size;
}

async function keysOf(store: ObjectStore): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list("")) keys.push(key);
  return keys;
}

async function errorOf(promise: Promise<unknown>): Promise<ObjectStoreError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ObjectStoreError)) throw new Error(`no error of a store: ${String(error)}`);
  expect(error.hint).not.toBe("");
  expect(JSON.stringify([error.message, error.hint, error.stack, error.cause])).not.toContain(KEY);
  return error;
}

test("a connection that ends in the middle of an object is an error, not a short object", async () => {
  const server = await startS3();
  const store = await server.open();
  const sizeBytes = 3_000_000;
  await store.write(KEY, bodyOf("x".repeat(sizeBytes)));
  let afterBytes = 0;
  const endpoint = await cuttingProxy(server.endpoint, () => afterBytes);
  for (afterBytes of [2000, 100_000, 2_900_000]) {
    const cut = await server.open("s3://bucket", { endpoint });
    const error = await errorOf(cut.read(KEY).then(sizeOf));
    expect([error.code, error.retryable]).toEqual(["object_transfer", true]);
    expect(error.message).toMatch(/ended after \d+ of 3000000 bytes/u);
  }
  afterBytes = Infinity;
  const whole = await server.open("s3://bucket", { endpoint });
  expect(await sizeOf(await whole.read(KEY))).toBe(sizeBytes);
});

test("a connection that ends in the middle of an upload stores nothing", async () => {
  const server = await startS3();
  const endpoint = await cuttingProxy(server.endpoint, () => 0);
  const cut = await server.open("s3://bucket", { endpoint });
  async function* big(): AsyncGenerator<Uint8Array> {
    for (let part = 0; part < 20; part++) yield Buffer.alloc(1_000_000);
  }
  expect((await errorOf(cut.write(KEY, big()))).code).toBe("bucket_unavailable");
  expect(await keysOf(await server.open())).toEqual([]);
});

test("a server that says one length and sends another is an error", async () => {
  const store = await answeringStore((_, response) => {
    response.writeHead(200, { etag: '"e"' });
    response.end("no length at all");
  });
  expect((await errorOf(store.read(KEY).then(sizeOf))).code).toBe("object_transfer");
});

test("a server that does not know ranges or conditions gives no wrong bytes", async () => {
  const store = await answeringStore((_, response) => {
    response.writeHead(200, { etag: '"new"', "content-length": "10" });
    response.end("0123456789");
  });
  expect((await errorOf(store.read(KEY, { start: 5 }))).code).toBe("object_transfer");
  expect((await errorOf(store.read(KEY, { ifMatch: "old" }))).code).toBe("object_changed");
  expect(await sizeOf(await store.read(KEY, { ifMatch: "new" }))).toBe(10);
});

test("a server without conditional writes gets a look before the write", async () => {
  const bodies: (string | undefined)[] = [];
  const store = await answeringStore((request, response) => {
    if (request.method === "HEAD") return void response.writeHead(404).end();
    bodies.push(request.headers["if-none-match"] as string | undefined);
    if (request.headers["if-none-match"]) return refuse(response, 501, "NotImplemented");
    response.writeHead(200, { etag: '"e"' }).end();
  });
  // The bucket itself is there.
  await store.write("first", bodyOf("x"));
  expect(await store.write(KEY, bodyOf("content"), { ifAbsent: true })).toMatchObject({ sizeBytes: 7 });
  expect(bodies.filter((each) => each === "*").length).toBeGreaterThan(0);
  expect(bodies.at(-1)).toBeUndefined();
});

test("somebody else's write between the look and the write is found out", async () => {
  const store = await answeringStore((request, response) => {
    if (request.method === "HEAD")
      return void response.writeHead(request.url === "/bucket/" ? 200 : 404).end();
    refuse(response, 412, "PreconditionFailed");
  });
  expect((await errorOf(store.write(KEY, bodyOf("x"), { ifAbsent: true }))).code).toBe("object_exists");
});

const PAGES: Record<string, string> = {
  "": "<IsTruncated>true</IsTruncated><NextContinuationToken>t+1</NextContinuationToken><Contents><Key>a%2Fb+c%25.pdf</Key><Size>1</Size></Contents>",
  "t+1": "<IsTruncated>false</IsTruncated><Contents><Key>%01</Key><Size>2</Size></Contents>",
};

function list(content: string): string {
  return `<?xml version="1.0"?><ListBucketResult><Name>bucket</Name><EncodingType>url</EncodingType>${content}</ListBucketResult>`;
}

test("a list goes over its pages, and decodes keys that XML cannot hold", async () => {
  const store = await answeringStore((request, response) => {
    const { searchParams } = new URL(request.url ?? "", "http://x");
    response.end(list(PAGES[searchParams.get("continuation-token") ?? ""] ?? ""));
  });
  expect(await keysOf(store)).toEqual(["a/b c%.pdf", "\u0001"]);
});

test("a list that leads back to itself ends with an error", async () => {
  const store = await answeringStore((_, response) => response.end(list(PAGES[""] ?? "")));
  expect((await errorOf(keysOf(store))).code).toBe("bucket_configuration");
});

test("a web page is no empty bucket", async () => {
  const store = await answeringStore((_, response) => response.end("<html><body>Hello</body></html>"));
  expect((await errorOf(keysOf(store))).code).toBe("bucket_configuration");
});

test("slashes in a row reach the server as they are", async () => {
  const store = await answeringStore((_, response) => void response.writeHead(200, { etag: '"e"' }).end());
  await store.write("a//b.pdf", bodyOf("x"));
  await store.write("/c.pdf", bodyOf("x"));
  expect(store.requests.map((each) => each.split("?")[0])).toEqual([
    "PUT /bucket/a//b.pdf",
    "PUT /bucket//c.pdf",
  ]);
});

test.each([
  ["403 AccessDenied", "bucket_access"],
  ["403 InvalidAccessKeyId", "bucket_credentials"],
  ["403 SignatureDoesNotMatch", "bucket_credentials"],
  ["400 ExpiredToken", "bucket_credentials"],
  ["404 NoSuchBucket", "bucket_not_found"],
  ["404 NoSuchKey", "object_not_found"],
  ["412 PreconditionFailed", "object_changed"],
  ["400 AuthorizationHeaderMalformed", "bucket_configuration"],
  ["403 RequestTimeTooSkewed", "bucket_configuration"],
  ["418 Teapot", "object_store"],
] as const)("%s is %s", async (answer, code) => {
  const [status = "", name = ""] = answer.split(" ");
  const store = await answeringStore((_, response) => refuse(response, Number(status), name));
  expect((await errorOf(store.read(KEY))).code).toBe(code);
});

test("a bucket that is not there is told apart from an object that is not", async () => {
  const server = await startS3();
  const none = await server.open("s3://nobody-has-it/");
  expect((await errorOf(none.head(KEY))).code).toBe("bucket_not_found");
  expect((await errorOf(none.read(KEY))).code).toBe("bucket_not_found");
  expect((await errorOf(none.write(KEY, bodyOf("x"), { ifAbsent: true }))).code).toBe("bucket_not_found");
  expect((await errorOf(keysOf(none))).code).toBe("bucket_not_found");
  const store = await server.open();
  expect((await errorOf(store.read(KEY))).code).toBe("object_not_found");
});

test("credentials that the server does not know are told as such", async () => {
  const server = await startS3();
  const credentials = { accessKeyId: "nobody", secretAccessKey: "top-secret" };
  const store = await server.open("s3://bucket", { credentials });
  const error = await errorOf(keysOf(store));
  expect(error.code).toBe("bucket_credentials");
  expect((await errorOf(store.head(KEY))).code).toBe("bucket_credentials");
  expect(JSON.stringify([error.message, error.hint])).not.toContain("top-secret");
});

test("a server that is not there, or speaks no TLS, is told as such", async () => {
  const closed = await openObjectStore("s3://bucket", {
    endpoint: "http://127.0.0.1:1",
    credentials: CREDENTIALS,
  });
  expect(await errorOf(closed.read(KEY))).toMatchObject({ code: "bucket_unavailable", retryable: true });
  const { endpoint } = await startS3();
  const tls = await openObjectStore("s3://bucket", {
    endpoint: endpoint.replace("http:", "https:"),
    credentials: CREDENTIALS,
  });
  expect((await errorOf(tls.read(KEY))).code).toBe("bucket_configuration");
  closed.close();
  tls.close();
});

test("a read that is aborted ends", async () => {
  const store = await answeringStore((_, response) => {
    response.writeHead(200, { etag: '"e"', "content-length": "10" });
    response.write("01234");
  });
  const abort = new AbortController();
  const stream = await store.read(KEY, { signal: abort.signal });
  const reading = sizeOf(stream);
  abort.abort();
  await expect(reading).rejects.toMatchObject({ name: "AbortError" });
});
