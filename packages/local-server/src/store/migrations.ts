/** The schema's history. A migration that was released is never edited; a change is a further one. */
export const migrations: readonly string[] = [
  `
  create table account (
    id text primary key,
    createdAt integer not null,
    credits real not null
  ) strict;

  create table document (
    id text primary key,
    api text not null,
    account text not null,
    name text not null,
    contentType text,
    sizeBytes integer not null,
    sha256 text,
    pageCount integer,
    createdAt integer not null,
    updatedAt integer not null,
    expiresAt integer not null
  ) strict;
  create index document_by_account on document (account, api, createdAt);
  create index document_by_expiry on document (expiresAt);
  create index document_by_content on document (sha256) where sha256 is not null;

  create table job (
    sequence integer primary key autoincrement,
    id text not null unique,
    api text not null,
    kind text not null,
    account text not null,
    engine text not null,
    state text not null check (state in ('queued', 'running', 'succeeded', 'failed', 'canceled')),
    attempts integer not null default 0,
    requestId text not null,
    documentId text,
    inputSha256 text not null,
    inputName text not null,
    inputBytes integer not null,
    inputFormat text not null,
    inputPages integer,
    target text not null,
    options text not null,
    percent real not null default 0,
    phase text,
    createdAt integer not null,
    updatedAt integer not null,
    runnableAt integer not null,
    startedAt integer,
    completedAt integer,
    expiresAt integer not null,
    errorCode text,
    errorMessage text,
    creditCost real not null default 0,
    outputSha256 text,
    outputName text,
    outputContentType text,
    outputBytes integer,
    outputCount integer,
    outputDocumentId text,
    result text
  ) strict;
  create index job_by_account on job (account, api, sequence);
  create index job_waiting on job (sequence) where state in ('queued', 'running');
  create index job_by_expiry on job (expiresAt);
  create index job_by_input on job (inputSha256);
  create index job_by_output on job (outputSha256) where outputSha256 is not null;

  create table setting (
    name text primary key,
    value text not null
  ) strict;
  `,
  `
  alter table job add column slowMs integer not null default 0;
  alter table job add column forcedErrorCode text;
  `,
  `
  alter table job add column webhookUrl text;
  alter table job add column webhookSecret text;
  alter table job add column webhookEvents text;
  alter table job add column webhookDeliveredAt integer;
  alter table job add column cachedFromJobId text;

  create table delivery (
    id text primary key,
    jobId text not null,
    event text not null check (event in ('succeeded', 'failed')),
    attempts integer not null default 0,
    createdAt integer not null,
    dueAt integer not null,
    deliveredAt integer,
    givenUpAt integer,
    lastError text
  ) strict;
  create index delivery_due on delivery (dueAt) where deliveredAt is null and givenUpAt is null;
  create index delivery_by_job on delivery (jobId);

  create table credit_use (
    account text not null,
    period text not null,
    used integer not null,
    primary key (account, period)
  ) strict;
  `,
  `
  alter table job add column worker text;
  alter table job add column leaseUntil integer;
  alter table delivery add column worker text;
  alter table delivery add column leaseUntil integer;
  `,
  `
  alter table document add column parts text;
  `,
];
