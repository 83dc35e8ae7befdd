import pg from "pg";
import { findPostgres, type PostgresCluster, startPostgres } from "@docjobs/test-servers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPostgresQueue } from "../src/index.js";
import { describeWorkQueue, type OpenSubject } from "./conformance.js";

const LEASE_SECONDS = 30;
const bin = findPostgres();
if (bin === undefined)
  console.warn(
    "PostgreSQL is not tested: install Debian's package postgresql, which has initdb and postgres.",
  );

let cluster: PostgresCluster;
beforeAll(async () => {
  if (bin !== undefined) cluster = await startPostgres(bin);
});
afterAll(() => cluster?.stop());

let databases = 0;

/** A database of its own for each test. Time passes by moving everything that is stored into the past. */
const open: OpenSubject = async ({ onTestFinished }) => {
  const name = `test${++databases}`;
  const admin = new pg.Pool({ connectionString: cluster.url, max: 1 });
  await admin.query(`create database ${name}`);
  await admin.end();
  const connectionString = cluster.url.replace(/\/postgres$/, `/${name}`);
  const pool = new pg.Pool({ connectionString, max: 1 });
  const queue = await openPostgresQueue({ connectionString, leaseSeconds: LEASE_SECONDS });
  onTestFinished(async () => {
    await queue.close();
    await pool.end();
  });
  return {
    queue,
    now: () => Date.now(),
    async advance(ms) {
      await pool.query(
        `update docjobs_boss.job set start_after = start_after - $1 * interval '1 ms',
           heartbeat_on = heartbeat_on - $1 * interval '1 ms'`,
        [ms],
      );
      await pool.query(`update docjobs.work set "dueAt" = "dueAt" - $1`, [ms]);
      await pool.query(
        `update docjobs.turn set "countedAt" = "countedAt" - $1, "heldUntil" = greatest("heldUntil" - $1, 0)`,
        [ms],
      );
    },
    leaseMs: LEASE_SECONDS * 1000,
  };
};

describe.skipIf(bin === undefined)("with PostgreSQL", () => {
  describeWorkQueue("the queue in PostgreSQL", open);

  test("several processes open a new database at once", async (context) => {
    const name = `test${++databases}`;
    const admin = new pg.Pool({ connectionString: cluster.url, max: 1 });
    await admin.query(`create database ${name}`);
    await admin.end();
    const connectionString = cluster.url.replace(/\/postgres$/, `/${name}`);
    const queues = await Promise.all([1, 2, 3, 4].map(() => openPostgresQueue({ connectionString })));
    context.onTestFinished(async () => {
      await Promise.all(queues.map((queue) => queue.close()));
    });
    await Promise.all(
      queues.map((queue, index) =>
        queue.enqueueMany([{ id: `w${index}`, group: "g", queue: "submit", phase: "planned", data: {} }]),
      ),
    );
    expect((await queues[0]?.counts("g"))?.total).toBe(4);
  });

  test("several processes share the work, each piece once", async (context) => {
    const { queue } = await open(context);
    const connectionString = cluster.url.replace(/\/postgres$/, `/test${databases}`);
    const others = await Promise.all([1, 2, 3].map(() => openPostgresQueue({ connectionString })));
    context.onTestFinished(async () => {
      await Promise.all(others.map((other) => other.close()));
    });
    const works = Array.from({ length: 200 }, (_, index) => ({
      id: `w${index}`,
      group: "g",
      queue: "submit",
      phase: "planned",
      data: {},
    }));
    await queue.enqueueMany(works);
    const claimed: string[] = [];
    await Promise.all(
      [queue, ...others].map(async (each) => {
        for (;;) {
          const claims = await each.claim({ group: "g", queue: "submit", limit: 7 });
          if (claims.length === 0) return;
          for (const claim of claims) {
            claimed.push(claim.id);
            expect(await each.complete(claim, { phase: "saved" })).toBe("stored");
          }
        }
      }),
    );
    expect([claimed.length, new Set(claimed).size]).toEqual([200, 200]);
    expect((await queue.counts("g")).phases).toEqual({ saved: 200 });
  });
});
