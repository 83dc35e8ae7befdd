/** A piece of work that is to be queued. */
export interface NewWork {
  /** Work that is known by this id is left as it is. */
  id: string;
  /** What belongs together, for example one batch. */
  group: string;
  /** Which of the group's queues it waits in. */
  queue: string;
  /** The owner's own word for how far it is; `counts` tells them apart. */
  phase: string;
  /** JSON. */
  data: object;
  /** Not claimed before: milliseconds since the epoch. Default: at once. */
  dueAt?: number | undefined;
}

/** `ready`: waits or is due; `active`: somebody has claimed it; `done` and `failed` are ends. */
export type WorkState = "ready" | "active" | "done" | "failed";

export interface Work<Data extends object = Record<string, unknown>> {
  readonly id: string;
  /** Order of arrival. */
  readonly sequence: number;
  readonly group: string;
  readonly queue: string;
  readonly phase: string;
  readonly data: Data;
  readonly state: WorkState;
  readonly dueAt: number;
  /** How often it was claimed. */
  readonly attempts: number;
}

/** Work that the claimer alone may change, until its lease runs out. */
export interface Claim<Data extends object = Record<string, unknown>> extends Work<Data> {
  readonly lease: string;
}

export interface ClaimRequest {
  group: string;
  queue: string;
  limit: number;
  /** Takes what waits for its time as well. */
  early?: boolean | undefined;
}

/** What is stored in the same step. */
export interface Change {
  queue?: string | undefined;
  phase?: string | undefined;
  /** Replaces the data. */
  data?: object | undefined;
  /** Takes one of `limit` places under a key, or with null gives it back. */
  slot?: Slot | null | undefined;
  /** What the work costs from now on, in place of what it did: "over" where that passes the limit. */
  cost?: Cost | undefined;
  /** A name that no other work may have: "taken" where one has it. */
  reference?: string | undefined;
}

export interface Slot {
  key: string;
  /** Works of all groups. */
  limit: number;
  /** How many of them the work's own group may have. Default: all. */
  perGroup?: number | undefined;
}

export interface Cost {
  amount: number;
  /** What all works of the group may cost together. Default: anything. */
  limit?: number | undefined;
}

/**
 * `lost`: somebody else has the work now; `full`: no slot is free; `over`: it costs too much; `taken`: the reference is
 * another's. Nothing was stored.
 */
export type Outcome = "stored" | "lost" | "full" | "over" | "taken";

export interface Counts {
  readonly total: number;
  readonly states: Readonly<Record<WorkState, number>>;
  readonly phases: Readonly<Record<string, number>>;
  /** Of all works together. */
  readonly cost: number;
  /** When the next work is due that waits; undefined where none does. */
  readonly nextDueAt?: number;
}

export interface ListQuery {
  group: string;
  states?: readonly WorkState[] | undefined;
  phases?: readonly string[] | undefined;
  /** Only ended work that `markSeen` has not been told of. */
  unseen?: boolean | undefined;
  /** Only what arrived later than this sequence. */
  after?: number | undefined;
  limit: number;
}

export interface Note {
  readonly key: string;
  readonly value: unknown;
}

export interface HolderQuery {
  /** Key of the slots. */
  slot: string;
  /** Work of this group is left out. */
  except: string;
  /** Only work that has been due since then or longer. */
  dueBefore: number;
  limit: number;
}

/** How many requests are granted. */
export interface Rate {
  perSecond: number;
  burst: number;
}

/**
 * Durable work. Every method that resolves has stored what it says, so that it survives a crash of the process and of the
 * machine; what it stores, it stores in one transaction.
 */
export interface WorkQueue {
  /** Queues work; resolves to how much of it is new. */
  enqueueMany(works: readonly NewWork[]): Promise<number>;
  /** Takes due work, oldest first. */
  claim(request: ClaimRequest): Promise<Claim[]>;
  /** Prolongs the lease, and stores a change. */
  heartbeat(claim: Claim<object>, change?: Change): Promise<Outcome>;
  /** Gives the work back until its time; waiting takes up nothing. */
  deferUntil(claim: Claim<object>, dueAt: number, change?: Change): Promise<Outcome>;
  complete(claim: Claim<object>, change?: Change): Promise<Outcome>;
  fail(claim: Claim<object>, change?: Change): Promise<Outcome>;
  /** Gives back what a process left behind that has died; resolves to how much. */
  recover(): Promise<number>;
  /** Queues work anew that has failed; false where it has not. */
  reopen(id: string, change: Change): Promise<boolean>;
  counts(group: string): Promise<Counts>;
  /** How many works hold a slot, of all groups or of one. */
  slotsUsed(key: string, group?: string): Promise<number>;
  /** Work that holds a slot and is due, while nobody claims it: the longest due first. */
  slotHolders(query: HolderQuery): Promise<Work[]>;
  /** Gives back the slot of work that nobody has claimed since it was read; false where somebody has. */
  freeSlot(work: Work): Promise<boolean>;
  /** By order of arrival. */
  list(query: ListQuery): Promise<Work[]>;
  markSeen(ids: readonly string[]): Promise<void>;
  /** A value that belongs to no single work. */
  note(key: string): Promise<unknown>;
  /** All such values whose keys begin so, in the order of the keys. */
  notes(prefix: string): Promise<Note[]>;
  setNote(key: string, value: unknown): Promise<void>;
  /** Stores a value where the key has none; resolves to the one that it has, which is the same for all who ask. */
  firstNote(key: string, value: unknown): Promise<unknown>;
  /** Takes one request out of a budget that all share; resolves to 0, or to the milliseconds after which to ask again. */
  takeTurn(key: string, rate: Rate): Promise<number>;
  /** Nobody gets a turn before this moment. */
  holdTurns(key: string, until: number): Promise<void>;
  /** Until when turns are held; 0 where they are not. */
  heldUntil(key: string): Promise<number>;
  close(): Promise<void>;
}
