import { mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startServer, type TestableServer } from "../../src/start-local-server.js";
import type { Job } from "../../src/store/tables.js";
import { type Answer, clientOf, untilEnded } from "../support/client.js";
import { cutConnections } from "../support/cutting-proxy.js";
import { postgres, startDatabases, type TestDatabases } from "../support/databases.js";
import { runReceiver } from "../support/receiver.js";
import { form, pixel } from "../support/running-server.js";
import { type SharedServers, shareServers } from "../support/shared-servers.js";

let databases: TestDatabases;
let shared: SharedServers;
const cleanups: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  if (postgres !== undefined) databases = await startDatabases();
});
afterAll(() => databases?.stop());
beforeEach(async () => {
  if (postgres !== undefined) shared = await shareServers(await databases.create());
});
afterEach(async () => {
  await shared?.close();
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const convertFast = (server: TestableServer, key = "alice") =>
  clientOf(server, "convert-fast", { "x-fast-api-key": key });

function submit(
  server: TestableServer,
  { file = pixel(), key = "alice", ...fields }: { file?: File; key?: string; [field: string]: unknown } = {},
): Promise<Answer> {
  return convertFast(
    server,
    key,
  )({
    operation: "createJob",
    path: "/convert",
    form: form({ file, targetFormat: "jpg", ...(fields as Record<string, string>) }),
  });
}

async function submitted(...how: Parameters<typeof submit>): Promise<string> {
  const { status, body } = await submit(...how);
  expect(status, JSON.stringify(body)).toBe(202);
  return body["id"] as string;
}

const rowOf = ({ database }: TestableServer, id: string): Promise<Job> =>
  database.selectFrom("job").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

async function untilState(server: TestableServer, id: string, state: string): Promise<void> {
  await expect.poll(async () => (await rowOf(server, id)).state, { timeout: 30_000 }).toBe(state);
}

const countRunning = async ({ database }: TestableServer, account?: string): Promise<number> => {
  const rows = await database.selectFrom("job").select("account").where("state", "=", "running").execute();
  return rows.filter((row) => account === undefined || row.account === account).length;
};

describe.skipIf(postgres === undefined)("servers that share a database", () => {
  it("do each other's jobs, and hand out what another has made", async () => {
    const front = await shared.start({}, { maxRunning: 0 });
    const back = await shared.start();
    const hub = (server: TestableServer) => clientOf(server, "renderocr", { authorization: "Bearer alice" });
    const { body: file } = await hub(front)({
      operation: "uploadFile",
      path: "/files",
      form: form({ file: pixel() }),
    });
    const { body: job } = await hub(front)({
      operation: "createJob",
      path: "/renderocr/jobs",
      json: { engine: "ki/ocr", file_id: file["file_id"], output_format: "docx", languages: ["eng"] },
    });
    // The end, which comes about in the other server, answers a request that waits for it here.
    const path = `/renderocr/jobs/${job["job_id"]}`;
    const waited = await hub(front)({ operation: "getJob", path: `${path}?wait=10` });
    expect(waited.body).toMatchObject({ status: "completed" });
    expect((await rowOf(front, job["job_id"] as string)).worker).not.toBeNull();
    for (const server of [front, back]) {
      const seen = await hub(server)({ operation: "getJob", path });
      expect(seen.body).toEqual(waited.body);
      const content = await fetch(`${server.url}/files/${seen.body["output_file_id"]}/content`, {
        headers: { authorization: "Bearer alice" },
      });
      expect(await content.text()).toBe("made");
    }
    // A URL that one has signed is good at the other.
    const grid = clientOf(front, "anchorgrid", { "x-api-key": "alice" });
    const pdf = new File(["%PDF-1.7 a"], "a.pdf");
    const uploaded = await grid({
      operation: "uploadDocument",
      path: "/v1/documents",
      form: form({ file: pdf }),
    });
    const url = String(uploaded.body["download_url"]).replace(front.url, back.url);
    expect(await (await fetch(url)).text()).toBe("%PDF-1.7 a");
  });

  it("grow an upload together, chunk by chunk", async () => {
    const servers = [await shared.start(), await shared.start()];
    const hub = servers.map((server) => clientOf(server, "castdoc", { authorization: "Bearer alice" }));
    const opened = await hub[0]?.({ operation: "createUpload", path: "/uploads", json: { filename: "a" } });
    const id = String(opened?.body["file_id"]);
    const chunks = ["one", "two", "three", "four", "five", "six"];
    const append = (chunk: string, index: number): Promise<Answer> | undefined =>
      hub[index % 2]?.({
        operation: "appendUpload",
        path: `/uploads/${id}`,
        method: "PUT",
        json: { data: Buffer.from(chunk).toString("base64") },
      });
    await Promise.all(chunks.map(append));
    const content = await fetch(`${servers[1]?.url}/files/${id}/content`, {
      headers: { authorization: "Bearer alice" },
    });
    // In whatever order they came, each is there once and whole.
    const text = await content.text();
    expect(text).toHaveLength(chunks.join("").length);
    expect(chunks.filter((chunk) => !text.includes(chunk))).toEqual([]);
  });

  it("stop a job that another one runs when it is canceled", async () => {
    const front = await shared.start({}, { maxRunning: 0 });
    const back = await shared.start({}, { maxRunning: 1 });
    const running = await submitted(front, { file: pixel("wait.png") });
    await untilState(front, running, "running");
    const next = await submitted(front);
    expect((await rowOf(front, next)).state).toBe("queued");
    const cancel = await convertFast(front)({
      operation: "cancelJob",
      path: `/convert/job/${running}/cancel`,
      method: "POST",
    });
    expect(cancel.status).toBe(202);
    // Its only place is free again.
    await untilState(back, next, "succeeded");
    expect((await rowOf(back, running)).state).toBe("canceled");
  });

  it("take 18 jobs of an account, charge for those alone, and run six of them", async () => {
    const servers = [await shared.start({}, { maxRunning: 10 }), await shared.start({}, { maxRunning: 10 })];
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        submit(servers[index % 2] as TestableServer, { file: pixel("wait.png") }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(18).fill(202), ...Array<number>(12).fill(429)]);
    const [first] = servers as [TestableServer];
    const account = await convertFast(first)({
      operation: "getEntitlements",
      path: "/convert/entitlements/me",
    });
    expect(account.body["totalCredits"]).toBe(12_000 - 18);
    await expect.poll(() => countRunning(first), { timeout: 30_000 }).toBe(6);
    // Both look for more to do, find another account's job, and leave the first one's alone.
    const others = await Promise.all(
      servers.map((server, index) => submitted(server, { file: pixel("wait.png"), key: `other${index}` })),
    );
    for (const id of others) await untilState(first, id, "running");
    const { account: alice } = await rowOf(
      first,
      String(answers.find(({ status }) => status === 202)?.body["id"]),
    );
    expect(await countRunning(first, alice)).toBe(6);
  });

  it("keep rates together", async () => {
    const servers = [
      await shared.start({ hubRequestsPerMinute: 4, tier: "free" }),
      await shared.start({ hubRequestsPerMinute: 4, tier: "free" }),
    ];
    const list = async (index: number): Promise<number> => {
      const server = servers[index % 2] as TestableServer;
      const response = await fetch(`${server.url}/files`, { headers: { authorization: "Bearer alice" } });
      return response.status;
    };
    const statuses = await Promise.all([0, 1, 2, 3, 4, 5].map(list));
    expect(statuses.sort()).toEqual([200, 200, 200, 200, 429, 429]);
    const detect = async (index: number): Promise<Response> =>
      fetch(`${servers[index % 2]?.url}/v1/drawings/detection/doors`, {
        method: "POST",
        headers: { "x-api-key": "alice", "content-type": "application/json" },
        body: JSON.stringify({ document_id: "7c9e6679-7425-40de-944b-e07fc1f90ae7" }),
      });
    const detected = await Promise.all([0, 1, 2, 3, 4, 5, 6].map(detect));
    expect(detected.map(({ status }) => status).sort()).toEqual([404, 404, 404, 404, 404, 429, 429]);
    const refused = detected.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("take over what a process that is gone was at, and give up on what ends every process", async () => {
    const [owner, id, killer] = await leftRunning();
    const heir = await shared.start({}, { leaseMs: 400 });
    await untilState(heir, id, "succeeded");
    const row = await rowOf(heir, id);
    expect(row.attempts).toBe(2);
    expect(row.worker).not.toBe("gone");
    await untilState(heir, killer, "failed");
    expect(await rowOf(heir, killer)).toMatchObject({ errorCode: "crashed", attempts: 3 });
    await owner.close();
  });

  /** A job with a process that is gone, and one that has been so three times. */
  async function leftRunning(): Promise<[TestableServer, string, string]> {
    const front = await shared.start({}, { maxRunning: 0 });
    const ids = [await submitted(front), await submitted(front)] as const;
    for (const [index, id] of ids.entries()) {
      await front.database
        .updateTable("job")
        .set({ state: "running", worker: "gone", attempts: index === 0 ? 1 : 3, leaseUntil: 1 })
        .where("id", "=", id)
        .execute();
    }
    return [front, ...ids];
  }

  it("leave a job alone whose process says that it lives", async () => {
    const owner = await shared.start({}, { maxRunning: 1, leaseMs: 12_000 });
    const id = await submitted(owner, { file: pixel("wait.png") });
    await untilState(owner, id, "running");
    const { worker, leaseUntil } = await rowOf(owner, id);
    const other = await shared.start({}, { leaseMs: 200 });
    // The other one looks all the time; a lease that is renewed runs out at no time.
    await expect
      .poll(async () => Number((await rowOf(other, id)).leaseUntil), { timeout: 30_000 })
      .toBeGreaterThan(Number(leaseUntil) + 2500);
    expect(await rowOf(other, id)).toMatchObject({ state: "running", worker, attempts: 1 });
  });

  it("drop what comes from a process that has lost its job to another", async () => {
    const owner = await shared.start({}, { maxRunning: 1, leaseMs: 400 });
    const id = await submitted(owner, { file: pixel("wait.png") });
    await untilState(owner, id, "running");
    await owner.database
      .updateTable("job")
      .set({ worker: "other", attempts: 2, leaseUntil: Date.now() + 3_600_000 })
      .where("id", "=", id)
      .execute();
    // It stops at its next sign of life, which makes room for another job.
    const next = await submitted(owner);
    await untilState(owner, next, "succeeded");
    expect(await rowOf(owner, id)).toMatchObject({ state: "running", worker: "other", attempts: 2 });
  });

  it("tell a webhook once, and once more with the same id where its process has gone", async () => {
    const receiver = await runReceiver();
    cleanups.push(() => receiver.close());
    const servers = [await shared.start(), await shared.start()] as const;
    const webhook = { webhookUrl: receiver.url, webhookSecret: "0123456789abcdef" };
    const ids = await Promise.all(
      Array.from({ length: 12 }, (_, index) => submitted(servers[index % 2 === 0 ? 0 : 1], webhook)),
    );
    const told = (): string[] => receiver.received.map(({ body }) => JSON.parse(body).jobId as string).sort();
    await expect.poll(told, { timeout: 30_000 }).toEqual([...ids].sort());
    for (const server of servers) await server.deliverWebhooks();
    expect(told()).toEqual([...ids].sort());

    const [server] = servers;
    const delivered = await server.database
      .selectFrom("delivery")
      .selectAll()
      .where("jobId", "=", ids[0] as string)
      .executeTakeFirstOrThrow();
    const busy = { deliveredAt: null, worker: "gone", attempts: 1 };
    const set = (columns: object): Promise<unknown> =>
      server.database.updateTable("delivery").set(columns).where("id", "=", delivered.id).execute();
    await set({ ...busy, leaseUntil: Date.now() + 3_600_000 });
    await server.deliverWebhooks();
    expect(told()).toHaveLength(12);
    await set({ ...busy, leaseUntil: 1 });
    await server.deliverWebhooks();
    await expect.poll(() => told().length).toBe(13);
    const again = JSON.parse(receiver.received.at(-1)?.body ?? "{}") as Record<string, unknown>;
    expect(again).toMatchObject({ eventId: delivered.id, jobId: ids[0], deliveryAttempt: 2 });
  });

  it("sweep once, and leave alone what another is about to name", async () => {
    const clock = { now: Date.now() };
    const now = (): number => clock.now;
    const servers = [await shared.start({}, { now }), await shared.start({}, { now })] as const;
    const [first, second] = servers;
    const id = await submitted(first);
    await untilState(first, id, "succeeded");
    const contents = (): Promise<string[]> =>
      readdir(join(shared.dataDirectory, "files"), { recursive: true }).then((paths) =>
        paths.filter((path) => path.length > 60),
      );
    const { outputSha256 } = await rowOf(first, id);
    clock.now += 2 * 3_600_000;
    await first.database
      .insertInto("content_hold")
      .values({ id: "of another", sha256: outputSha256 ?? "", heldUntil: Date.now() + 3_600_000 })
      .execute();
    await Promise.all(servers.map((server) => server.sweep()));
    expect((await contents()).map((path) => path.slice(3))).toEqual([outputSha256]);
    // A process that was killed holds nothing for ever.
    await first.database.updateTable("content_hold").set({ heldUntil: 1 }).execute();
    await Promise.all(servers.map((server) => server.sweep()));
    await second.sweep();
    expect(await contents()).toEqual([]);
  });

  it("start together on an empty database", async () => {
    const started = await Promise.all([1, 2, 3, 4].map(() => shared.start()));
    const ids = await Promise.all(started.map((server) => submitted(server)));
    for (const id of ids) await untilState(started[0] as TestableServer, id, "succeeded");
  });

  it("leave nothing in the folder but what is stored", async () => {
    const server = await shared.start();
    expect(await readdir(join(shared.dataDirectory, "processes"))).toHaveLength(1);
    await server.close();
    expect((await readdir(shared.dataDirectory)).sort()).toEqual([
      "docjobs.database",
      "files",
      "processes",
      "uploads",
    ]);
    expect(await readdir(join(shared.dataDirectory, "processes"))).toEqual([]);
  });

  it("know no id with a character that PostgreSQL cannot store, and keep a name that has one", async () => {
    const server = await shared.start();
    const hub = clientOf(server, "castdoc", { authorization: "Bearer alice" });
    const json = { engine: "ki/cast", file_id: "a\0b", output_format: "docx" };
    const refused = await hub({ operation: "createJob", path: "/castdoc/jobs", json });
    expect([refused.status, refused.body["code"]]).toEqual([400, "file_not_found"]);
    const opened = await hub({ operation: "createUpload", path: "/uploads", json: { filename: "a\0b.pdf" } });
    expect(opened.status).toBe(201);
    const listed = await hub({ operation: "listFiles", path: "/files" });
    expect(listed.body["data"]).toEqual([opened.body]);
  });

  it("take no folder whose files belong to other rows", async () => {
    await shared.start();
    const { dataDirectory } = shared;
    const refusal = { name: "DataDirectoryMismatchError", directory: dataDirectory };
    await expect(startServer({ dataDirectory }, {})).rejects.toMatchObject(refusal);
    const databaseUrl = await databases.create();
    await expect(startServer({ dataDirectory, databaseUrl }, {})).rejects.toMatchObject(refusal);
    await expect(
      startServer({ dataDirectory, databaseUrl: "postgres://nobody@127.0.0.1:1/none" }, {}),
    ).rejects.toMatchObject({ name: "DatabaseUnusableError" });
  });

  it("take no other folder than the one that has the files, such as one that is not mounted", async () => {
    const server = await shared.start();
    const elsewhere = await mkdtemp(join(tmpdir(), "docjobs-elsewhere-"));
    cleanups.push(() => rm(elsewhere, { recursive: true, force: true }));
    await expect(shared.start({ dataDirectory: elsewhere })).rejects.toMatchObject({
      name: "DataDirectoryMismatchError",
      directory: elsewhere,
      message: expect.stringContaining("in another folder"),
    });
    expect(await readdir(elsewhere)).toEqual([]);
    await server.close();
    await rename(shared.dataDirectory, join(elsewhere, "moved"));
    await expect(shared.start({ dataDirectory: join(elsewhere, "moved") })).resolves.toBeDefined();
  });

  it.each(["before", "after"] as const)(
    "store a job once and charge it once, where the connection breaks %s its commit",
    async (when) => {
      const proxy = await cutConnections(shared.databaseUrl);
      cleanups.push(() => proxy.close());
      const server = await shared.start({ databaseUrl: proxy.url });
      proxy.cutCommitAfter('into "docjobs_server"."job"', when);
      const id = await submitted(server);
      await untilState(server, id, "succeeded");
      const jobs = await server.database.selectFrom("job").select("id").execute();
      expect(jobs).toEqual([{ id }]);
      const accounts = await server.database.selectFrom("account").select("credits").execute();
      expect(accounts).toEqual([{ credits: 11_999 }]);
      expect(proxy.cuts).toBe(1);
    },
  );

  it.each(["before", "after"] as const)(
    "end a job once, where the connection breaks %s the commit of its result",
    async (when) => {
      const proxy = await cutConnections(shared.databaseUrl);
      cleanups.push(() => proxy.close());
      const receiver = await runReceiver();
      cleanups.push(() => receiver.close());
      const server = await shared.start({ databaseUrl: proxy.url });
      proxy.cutCommitAfter('into "docjobs_server"."delivery"', when);
      const webhook = { webhookUrl: receiver.url, webhookSecret: "0123456789abcdef" };
      const id = await submitted(server, webhook);
      await untilState(server, id, "succeeded");
      expect((await rowOf(server, id)).attempts).toBe(1);
      await expect.poll(() => receiver.received.length, { timeout: 30_000 }).toBe(1);
      const deliveries = await server.database.selectFrom("delivery").select("jobId").execute();
      expect(deliveries).toEqual([{ jobId: id }]);
      expect(proxy.cuts).toBe(1);
    },
  );

  it.each(["before", "after"] as const)(
    "lose no place for a job, where the connection breaks %s the commit of its claim",
    async (when) => {
      const proxy = await cutConnections(shared.databaseUrl);
      cleanups.push(() => proxy.close());
      const server = await shared.start({ databaseUrl: proxy.url }, { maxRunning: 1, leaseMs: 400 });
      proxy.cutCommitAfter('set "state" = $1, "attempts"', when);
      const id = await submitted(server);
      await untilState(server, id, "succeeded");
      expect(proxy.cuts).toBe(1);
    },
  );

  it("answer 503 while the database is away, and go on when it is back", async () => {
    // In a PostgreSQL of its own: the other tests need theirs.
    const own = await startDatabases();
    cleanups.push(() => own.stop());
    const servers = await shareServers(await own.create());
    cleanups.push(() => servers.close());
    const server = await servers.start({}, { maxRunning: 2, leaseMs: 2000 });
    const id = await submitted(server, { file: pixel("wait.png") });
    const queued = await submitted(server, { file: pixel("wait.png") });
    await untilState(server, id, "running");
    await untilState(server, queued, "running");
    await own.cluster.halt();
    const refused = await submit(server);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
    const status = await fetch(`${server.url}/convert/job/${id}`, { headers: { "x-fast-api-key": "alice" } });
    expect(status.status).toBe(503);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(503);
    await own.cluster.resume();
    await expect
      .poll(async () => (await fetch(`${server.url}/healthz`)).status, { timeout: 30_000 })
      .toBe(200);
    // What ran goes on running here, and what comes is done.
    expect(await rowOf(server, id)).toMatchObject({ state: "running", attempts: 1 });
    const cancel = await convertFast(server)({
      operation: "cancelJob",
      path: `/convert/job/${queued}/cancel`,
      method: "POST",
    });
    expect(cancel.status).toBe(202);
    const next = await submitted(server);
    const ended = await untilEnded(
      () => convertFast(server)({ operation: "getJob", path: `/convert/job/${next}` }),
      ({ status: word }) => word !== "Queued" && word !== "Running",
    );
    expect(ended.body["status"]).toBe("Succeeded");
  });
});
