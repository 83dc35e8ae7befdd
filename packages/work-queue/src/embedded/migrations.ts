/** The schema's history. A migration that was released is never edited; a change is a further one. */
export const migrations: readonly string[] = [
  `
  create table work (
    sequence integer primary key autoincrement,
    id text not null unique,
    grp text not null,
    queue text not null,
    phase text not null,
    state text not null check (state in ('ready', 'active', 'done', 'failed')),
    data text not null,
    dueAt real not null,
    lease text,
    leasedUntil real,
    attempts integer not null default 0,
    slot text,
    reference text,
    seen integer not null default 0
  ) strict;
  create index work_due on work (grp, queue, dueAt, sequence) where state = 'ready';
  create index work_by_phase on work (grp, state, phase);
  create index work_unseen on work (grp, sequence) where seen = 0 and state in ('done', 'failed');
  create index work_by_slot on work (slot) where slot is not null;
  create unique index work_by_reference on work (reference) where reference is not null;

  create table note (
    key text primary key,
    value text not null
  ) strict;

  create table turn (
    key text primary key,
    tokens real not null,
    countedAt real not null,
    heldUntil real not null
  ) strict;
  `,
  `
  alter table work add column cost real not null default 0;
  create index work_by_cost on work (grp, cost) where cost <> 0;
  `,
];
