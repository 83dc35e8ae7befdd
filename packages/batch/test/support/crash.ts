import type { WorkQueue } from "@docjobs/work-queue";

/** The process is dead: nothing that it still does has an effect. */
export class CrashError extends Error {
  override readonly name = "CrashError";
}

/** Kills a run at the n-th of the moments at which a process can die: around every durable write and every request. */
export class Crash {
  /** Moments that were passed. */
  moments = 0;
  isDead = false;
  readonly died: Promise<void>;
  readonly #at: number;
  #tell: () => void = () => undefined;

  constructor(at: number = Infinity) {
    this.#at = at;
    this.died = new Promise((resolve) => (this.#tell = resolve));
  }

  moment(): void {
    if (this.isDead) throw new CrashError();
    this.moments++;
    if (this.moments !== this.#at) return;
    this.isDead = true;
    this.#tell();
    throw new CrashError();
  }

  /** A request leaves, is answered, and the answer is heard: it can be cut off before and behind. */
  fetch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
    return async (input, init) => {
      this.moment();
      const response = await fetch(input, init);
      this.moment();
      return response;
    };
  }

  /** The queue as this process sees it. */
  queue(queue: WorkQueue): WorkQueue {
    return watchQueue(queue, {
      read: () => {
        if (this.isDead) throw new CrashError();
      },
      write: () => this.moment(),
    });
  }
}

/** A queue whose n-th write fails once, before it has stored anything or behind it; the process goes on. */
export class BrokenWrite {
  /** Moments that were passed. */
  moments = 0;
  readonly #at: number;

  constructor(at: number = Infinity) {
    this.#at = at;
  }

  queue(queue: WorkQueue): WorkQueue {
    return watchQueue(queue, {
      read: () => undefined,
      write: () => {
        if (++this.moments === this.#at) throw new Error("The connection to the database broke.");
      },
    });
  }
}

/** Calls `write` before and behind each write, and `read` before each read, which changes nothing. */
function watchQueue(queue: WorkQueue, seen: { read: () => void; write: () => void }): WorkQueue {
  const write =
    <Arguments extends unknown[], Value>(method: (...given: Arguments) => Promise<Value>) =>
    async (...given: Arguments): Promise<Value> => {
      seen.write();
      const value = await method(...given);
      seen.write();
      return value;
    };
  const read =
    <Arguments extends unknown[], Value>(method: (...given: Arguments) => Promise<Value>) =>
    async (...given: Arguments): Promise<Value> => {
      seen.read();
      return method(...given);
    };
  return {
    enqueueMany: write(queue.enqueueMany),
    claim: read(queue.claim),
    heartbeat: write(queue.heartbeat),
    deferUntil: write(queue.deferUntil),
    complete: write(queue.complete),
    fail: write(queue.fail),
    recover: read(queue.recover),
    reopen: read(queue.reopen),
    counts: read(queue.counts),
    slotsUsed: read(queue.slotsUsed),
    slotHolders: read(queue.slotHolders),
    freeSlot: write(queue.freeSlot),
    list: read(queue.list),
    markSeen: write(queue.markSeen),
    note: read(queue.note),
    notes: read(queue.notes),
    firstNote: write(queue.firstNote),
    setNote: write(queue.setNote),
    takeTurn: read(queue.takeTurn),
    holdTurns: read(queue.holdTurns),
    heldUntil: read(queue.heldUntil),
    close: async () => undefined,
  };
}
