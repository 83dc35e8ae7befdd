import { describe, expect, test, type TestContext } from "vitest";
import type { Claim, NewWork, Work, WorkQueue } from "../src/index.js";

/** A queue under test, and time for it. */
export interface Subject {
  queue: WorkQueue;
  now(): number;
  /** Lets so much time pass. */
  advance(ms: number): Promise<void>;
  /** How long a claim lives without a heartbeat. */
  leaseMs: number;
}

export type OpenSubject = (context: TestContext) => Promise<Subject>;

/** What every implementation of the port has to do. */
export function describeWorkQueue(name: string, open: OpenSubject): void {
  describe(name, () => {
    test("work is claimed in its order", async (context) => {
      const { queue } = await open(context);
      await queue.enqueueMany([work("a"), work("b"), work("c")]);
      expect(ids(await take(queue, 2))).toEqual(["a", "b"]);
      expect(ids(await take(queue, 2))).toEqual(["c"]);
    });

    test("work is claimed once, by one of those who ask at the same time", async (context) => {
      const { queue } = await open(context);
      await queue.enqueueMany([work("a"), work("b"), work("c")]);
      const claims = await Promise.all([take(queue, 2), take(queue, 2)]);
      const left = await take(queue, 2);
      expect([...claims, left].flatMap(ids).sort()).toEqual(["a", "b", "c"]);
    });

    test("work that is known is left as it is", async (context) => {
      const { queue } = await open(context);
      expect(await queue.enqueueMany([work("a"), work("b")])).toBe(2);
      const [a] = await take(queue, 1);
      await queue.complete(claimed(a), { phase: "saved", data: { kept: true } });
      expect(await queue.enqueueMany([work("a"), work("c")])).toBe(1);
      const [kept] = await queue.list({ group: "g", states: ["done"], limit: 10 });
      expect([kept?.id, kept?.phase, kept?.data]).toEqual(["a", "saved", { kept: true }]);
      expect(ids(await take(queue, 10)).sort()).toEqual(["b", "c"]);
    });

    test("queues and groups are apart", async (context) => {
      const { queue } = await open(context);
      await queue.enqueueMany([work("a"), { ...work("b"), queue: "follow" }, { ...work("c"), group: "h" }]);
      expect(ids(await queue.claim({ group: "g", queue: "follow", limit: 9 }))).toEqual(["b"]);
      expect(ids(await queue.claim({ group: "h", queue: "submit", limit: 9 }))).toEqual(["c"]);
      expect((await queue.counts("g")).total).toBe(2);
    });

    test("deferred work waits for its time, with its change, in its new queue", async (context) => {
      const { queue, now, advance } = await open(context);
      await queue.enqueueMany([work("a")]);
      const [claim] = await take(queue, 1);
      const change = { queue: "follow", phase: "submitted", data: { job: "j1" }, reference: "api:j1" };
      expect(await queue.deferUntil(claimed(claim), now() + 60_000, change)).toBe("stored");
      const follow = { group: "g", queue: "follow", limit: 1 };
      expect(await queue.claim(follow)).toEqual([]);
      expect((await queue.counts("g")).nextDueAt).toBeGreaterThan(now());
      await advance(61_000);
      const [again] = await queue.claim(follow);
      expect([again?.phase, again?.data, again?.attempts]).toEqual(["submitted", { job: "j1" }, 2]);
    });

    test("work that waits can be taken early", async (context) => {
      const { queue, now } = await open(context);
      await queue.enqueueMany([{ ...work("a"), dueAt: now() + 3_600_000 }]);
      expect(await take(queue, 1)).toEqual([]);
      expect(ids(await queue.claim({ group: "g", queue: "submit", limit: 1, early: true }))).toEqual(["a"]);
    });

    test("what a dead claimer had comes back, and its claim is worth nothing then", async (context) => {
      const { queue, advance, leaseMs } = await open(context);
      await queue.enqueueMany([work("a")]);
      const [dead] = await take(queue, 1);
      await queue.heartbeat(claimed(dead), { phase: "submitting", data: { key: "k" } });
      expect(await queue.recover()).toBe(0);
      await advance(leaseMs + 1000);
      await expect.poll(() => recovered(queue), { timeout: 20_000 }).toBe(true);
      const [next] = await take(queue, 1);
      expect([next?.phase, next?.data]).toEqual(["submitting", { key: "k" }]);
      expect(await queue.heartbeat(claimed(dead))).toBe("lost");
      expect(await queue.complete(claimed(dead), { phase: "saved" })).toBe("lost");
      expect(await queue.deferUntil(claimed(dead), 0, { data: {} })).toBe("lost");
      expect(await queue.complete(claimed(next), { phase: "saved" })).toBe("stored");
    });

    test("work that a heartbeat has moved comes back in its new queue", async (context) => {
      const { queue, advance, leaseMs } = await open(context);
      await queue.enqueueMany([work("a")]);
      const [dead] = await take(queue, 1);
      await queue.heartbeat(claimed(dead), { queue: "follow", phase: "submitting" });
      await advance(leaseMs + 1000);
      await expect.poll(() => recovered(queue), { timeout: 20_000 }).toBe(true);
      expect(await take(queue, 1)).toEqual([]);
      const [next] = await queue.claim({ group: "g", queue: "follow", limit: 1 });
      expect([next?.id, next?.phase]).toEqual(["a", "submitting"]);
      expect(await queue.complete(claimed(next))).toBe("stored");
    });

    test("a heartbeat keeps the claim", async (context) => {
      const { queue, advance, leaseMs } = await open(context);
      await queue.enqueueMany([work("a")]);
      const [claim] = await take(queue, 1);
      for (let beat = 0; beat < 3; beat++) {
        await advance(leaseMs * 0.6);
        expect(await queue.heartbeat(claimed(claim))).toBe("stored");
        expect(await queue.recover()).toBe(0);
      }
      expect(await queue.complete(claimed(claim))).toBe("stored");
    });

    test("no more than the limit hold a slot, and one that is given back is free", async (context) => {
      const { queue, now } = await open(context);
      await queue.enqueueMany(["a", "b", "c", "d"].map(work));
      const claims = await take(queue, 4);
      const slot = { key: "api:account", limit: 2 };
      const outcomes = await Promise.all(
        claims.map((claim) => queue.heartbeat(claim, { phase: "submitting", slot })),
      );
      expect(outcomes.filter((outcome) => outcome === "stored").length).toBe(2);
      expect(outcomes.filter((outcome) => outcome === "full").length).toBe(2);
      expect(await queue.slotsUsed("api:account")).toBe(2);
      const holder = claimed(claims[outcomes.indexOf("stored")]);
      expect(await queue.heartbeat(holder, { slot })).toBe("stored");
      const waiting = claimed(claims[outcomes.indexOf("full")]);
      expect((await queue.list({ group: "g", phases: ["planned"], limit: 9 })).length).toBe(2);
      await queue.deferUntil(holder, now(), { slot: null, queue: "follow" });
      expect(await queue.heartbeat(waiting, { slot })).toBe("stored");
    });

    test("a group holds no more slots than it may, however many are free", async (context) => {
      const { queue } = await open(context);
      await queue.enqueueMany([...["a", "b", "c"].map(work), { ...work("d"), group: "h" }]);
      const claims = await take(queue, 3);
      const slot = { key: "api:account", limit: 3, perGroup: 2 };
      const outcomes = await Promise.all(claims.map((claim) => queue.heartbeat(claim, { slot })));
      expect(outcomes.sort()).toEqual(["full", "stored", "stored"]);
      const [other] = await queue.claim({ group: "h", queue: "submit", limit: 1 });
      expect(await queue.heartbeat(claimed(other), { slot })).toBe("stored");
      expect(await queue.slotsUsed("api:account")).toBe(3);
      expect([await queue.slotsUsed("api:account", "g"), await queue.slotsUsed("api:account", "h")]).toEqual([
        2, 1,
      ]);
    });

    test("a slot of work that nobody claims can be found and given back; claimed work keeps its own", async (context) => {
      const { queue, now, advance } = await open(context);
      await queue.enqueueMany(["a", "b", "c"].map(work));
      const slot = { key: "api:account", limit: 3 };
      const delaysMs = [0, 1000, 3_600_000];
      for (const [index, claim] of (await take(queue, 3)).entries())
        await queue.deferUntil(claim, now() + (delaysMs[index] ?? 0), { slot, queue: "follow" });
      await advance(15_000);
      const holders = (except: string) =>
        queue.slotHolders({ slot: "api:account", except, dueBefore: now(), limit: 9 });
      expect(await holders("g")).toEqual([]);
      const [a, b, ...more] = await holders("h");
      expect([a?.id, b?.id, more.length]).toEqual(["a", "b", 0]);
      const [again] = await queue.claim({ group: "g", queue: "follow", limit: 1 });
      expect(again?.id).toBe("a");
      expect(await queue.freeSlot(found(a))).toBe(false);
      await queue.deferUntil(claimed(again), now());
      // It was claimed in between: what was read of it is old.
      expect(await queue.freeSlot(found(a))).toBe(false);
      expect(await queue.freeSlot(found(b))).toBe(true);
      expect(await queue.freeSlot(found(b))).toBe(false);
      expect(await queue.slotsUsed("api:account")).toBe(2);
    });

    test("a group's works cost no more than the limit, however many are stored at once", async (context) => {
      const { queue } = await open(context);
      await queue.enqueueMany([...["a", "b", "c", "d"].map(work), { ...work("e"), group: "h" }]);
      const claims = await take(queue, 4);
      const cost = { amount: 0.1, limit: 0.3 };
      const outcomes = await Promise.all(claims.map((claim) => queue.heartbeat(claim, { cost })));
      expect([...outcomes].sort()).toEqual(["over", "stored", "stored", "stored"]);
      const [first, second] = claims.filter((_, index) => outcomes[index] === "stored");
      expect((await queue.counts("g")).cost).toBeCloseTo(0.3);
      const [other] = await queue.claim({ group: "h", queue: "submit", limit: 1 });
      expect(await queue.heartbeat(claimed(other), { cost })).toBe("stored");
      // What was stored counts once, and what it has cost in truth is stored whatever the limit is.
      expect(await queue.complete(claimed(first), { cost: { amount: 0.5 } })).toBe("stored");
      expect((await queue.counts("g")).cost).toBeCloseTo(0.7);
      expect(await queue.heartbeat(claimed(second), { cost })).toBe("over");
      expect(await queue.heartbeat(claimed(second), { cost: { amount: 0 } })).toBe("stored");
    });

    test("a reference belongs to one work only", async (context) => {
      const { queue } = await open(context);
      await queue.enqueueMany([work("a"), work("b")]);
      const [a, b] = await take(queue, 2);
      expect(await queue.heartbeat(claimed(a), { reference: "api:j1" })).toBe("stored");
      expect(await queue.complete(claimed(b), { phase: "saved", reference: "api:j1" })).toBe("taken");
      expect(await queue.heartbeat(claimed(a), { reference: "api:j1" })).toBe("stored");
      expect((await queue.counts("g")).phases).toEqual({ planned: 2 });
    });

    test("failed work can be queued anew; other work cannot", async (context) => {
      const { queue } = await open(context);
      await queue.enqueueMany([work("a"), work("b")]);
      const [a, b] = await take(queue, 2);
      await queue.fail(claimed(a), { phase: "failed", queue: "follow" });
      await queue.complete(claimed(b), { phase: "saved" });
      const change = { queue: "submit", phase: "planned", data: { tries: 2 } };
      expect([await queue.reopen("a", change), await queue.reopen("b", change)]).toEqual([true, false]);
      expect(await queue.reopen("a", change)).toBe(false);
      const [again] = await take(queue, 5);
      expect([again?.id, again?.data]).toEqual(["a", { tries: 2 }]);
    });

    test("counts say how far a group is", async (context) => {
      const { queue } = await open(context);
      expect(await queue.counts("g")).toEqual({
        total: 0,
        states: { ready: 0, active: 0, done: 0, failed: 0 },
        phases: {},
        cost: 0,
      });
      await queue.enqueueMany(["a", "b", "c", "d"].map(work));
      const [a, b] = await take(queue, 3);
      await queue.complete(claimed(a), { phase: "saved" });
      await queue.fail(claimed(b), { phase: "unknown" });
      const { total, states, phases } = await queue.counts("g");
      expect([total, states]).toEqual([4, { ready: 1, active: 1, done: 1, failed: 1 }]);
      expect(phases).toEqual({ planned: 2, saved: 1, unknown: 1 });
    });

    test("ended work is told once", async (context) => {
      const { queue } = await open(context);
      await queue.enqueueMany([work("a"), work("b"), work("c")]);
      const [a, b] = await take(queue, 2);
      await queue.complete(claimed(a), {});
      await queue.fail(claimed(b), {});
      const unseen = { group: "g", unseen: true, limit: 9 };
      expect(ids(await queue.list(unseen))).toEqual(["a", "b"]);
      await queue.markSeen(["a"]);
      expect(ids(await queue.list(unseen))).toEqual(["b"]);
      const all = await queue.list({ group: "g", limit: 2 });
      const rest = await queue.list({ group: "g", after: all[1]?.sequence, limit: 2 });
      expect([...ids(all), ...ids(rest)]).toEqual(["a", "b", "c"]);
    });

    test("notes are kept and replaced", async (context) => {
      const { queue } = await open(context);
      expect(await queue.note("batch")).toBeUndefined();
      await queue.setNote("batch", { kind: "convert" });
      await queue.setNote("batch", { kind: "ocr", tags: ["a"] });
      expect(await queue.note("batch")).toEqual({ kind: "ocr", tags: ["a"] });
      for (const key of ["lane:b", "lane:a%", "lanes", "lane_c"]) await queue.setNote(key, key);
      expect(await queue.notes("lane:")).toEqual([
        { key: "lane:a%", value: "lane:a%" },
        { key: "lane:b", value: "lane:b" },
      ]);
    });

    test("of several first notes one is kept, and all are told which", async (context) => {
      const { queue } = await open(context);
      const told = await Promise.all([1, 2, 3, 4].map((value) => queue.firstNote("state", { value })));
      expect(told).toEqual(Array(4).fill(told[0]));
      expect(await queue.firstNote("state", { value: 5 })).toEqual(told[0]);
      expect(await queue.note("state")).toEqual(told[0]);
    });

    test("turns come at their rate, shared by all, and can be held", async (context) => {
      const { queue, now, advance } = await open(context);
      const rate = { perSecond: 0.1, burst: 3 };
      const asks = await Promise.all(Array.from({ length: 6 }, () => queue.takeTurn("key", rate)));
      expect(asks.filter((waitMs) => waitMs === 0).length).toBe(3);
      for (const waitMs of asks.filter((ms) => ms > 0)) expect(waitMs).toBeLessThanOrEqual(10_000);
      expect(await queue.takeTurn("other key", rate)).toBe(0);
      await advance(10_001);
      expect(await queue.takeTurn("key", rate)).toBe(0);
      expect(await queue.takeTurn("key", rate)).toBeGreaterThan(0);
      await queue.holdTurns("key", now() + 100_000);
      expect(await queue.heldUntil("key")).toBeGreaterThan(now() + 90_000);
      await advance(50_000);
      expect(await queue.takeTurn("key", rate)).toBeGreaterThan(20_000);
      await advance(50_100);
      expect(await queue.takeTurn("key", rate)).toBe(0);
      expect(await queue.takeTurn("key", rate)).toBeGreaterThan(0);
    });

    test("thousands are queued at once", async (context) => {
      const { queue } = await open(context);
      const works = Array.from({ length: 3000 }, (_, index) => work(`w${index}`));
      expect(await queue.enqueueMany(works)).toBe(3000);
      expect((await queue.counts("g")).states.ready).toBe(3000);
    });
  });
}

function work(id: string): NewWork {
  return { id, group: "g", queue: "submit", phase: "planned", data: { id } };
}

function take(queue: WorkQueue, limit: number): Promise<Claim[]> {
  return queue.claim({ group: "g", queue: "submit", limit });
}

function ids(works: readonly { id: string }[]): string[] {
  return works.map(({ id }) => id);
}

function claimed(claim: Claim | undefined): Claim {
  if (claim) return claim;
  throw new Error("nothing was claimed");
}

function found(work: Work | undefined): Work {
  if (work) return work;
  throw new Error("nothing was found");
}

async function recovered(queue: WorkQueue): Promise<boolean> {
  await queue.recover();
  return (await queue.counts("g")).states.ready > 0;
}
