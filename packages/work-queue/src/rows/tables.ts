import type { Generated, Selectable } from "kysely";
import type { WorkState } from "../work-queue.js";

/** Rows of either database. Times are milliseconds since the epoch, data is JSON text. */
export interface Tables {
  work: WorkTable;
  note: NoteTable;
  turn: TurnTable;
}

export interface WorkTable {
  sequence: Generated<number>;
  id: string;
  grp: string;
  queue: string;
  phase: string;
  state: WorkState;
  data: string;
  dueAt: number;
  /** Who has it; null while nobody does. */
  lease: string | null;
  leasedUntil: number | null;
  attempts: Generated<number>;
  slot: string | null;
  reference: string | null;
  cost: Generated<number>;
  /** 1 when its end has been told. */
  seen: Generated<number>;
}

export interface NoteTable {
  key: string;
  value: string;
}

export interface TurnTable {
  key: string;
  tokens: number;
  countedAt: number;
  heldUntil: number;
}

export type WorkRow = Selectable<WorkTable>;
