/** Where everything of the server lives. */
export const SERVER_SCHEMA = "docjobs_server";

/** The schema's history, as `migrations` is SQLite's: one that was released is never edited. */
export const postgresMigrations: readonly string[] = [
  `
  create table account (
    id text primary key,
    "createdAt" bigint not null,
    credits double precision not null
  );

  create table document (
    id text primary key,
    api text not null,
    account text not null,
    name text not null,
    "contentType" text,
    "sizeBytes" bigint not null,
    sha256 text,
    "pageCount" integer,
    "createdAt" bigint not null,
    "updatedAt" bigint not null,
    "expiresAt" bigint not null
  );
  create index document_by_account on document (account, api, "createdAt");
  create index document_by_expiry on document ("expiresAt");
  create index document_by_content on document (sha256) where sha256 is not null;

  create table job (
    sequence bigint generated always as identity primary key,
    id text not null unique,
    api text not null,
    kind text not null,
    account text not null,
    engine text not null,
    state text not null check (state in ('queued', 'running', 'succeeded', 'failed', 'canceled')),
    attempts integer not null default 0,
    worker text,
    "leaseUntil" bigint,
    "requestId" text not null,
    "documentId" text,
    "inputSha256" text not null,
    "inputName" text not null,
    "inputBytes" bigint not null,
    "inputFormat" text not null,
    "inputPages" integer,
    target text not null,
    options text not null,
    percent double precision not null default 0,
    phase text,
    "createdAt" bigint not null,
    "updatedAt" bigint not null,
    "runnableAt" bigint not null,
    "startedAt" bigint,
    "completedAt" bigint,
    "expiresAt" bigint not null,
    "errorCode" text,
    "errorMessage" text,
    "creditCost" double precision not null default 0,
    "outputSha256" text,
    "outputName" text,
    "outputContentType" text,
    "outputBytes" bigint,
    "outputCount" integer,
    "outputDocumentId" text,
    result text,
    "slowMs" bigint not null default 0,
    "forcedErrorCode" text,
    "webhookUrl" text,
    "webhookSecret" text,
    "webhookEvents" text,
    "webhookDeliveredAt" bigint,
    "cachedFromJobId" text
  );
  create index job_by_account on job (account, api, sequence);
  create index job_queued on job (sequence) where state = 'queued';
  create index job_running on job (worker) where state = 'running';
  create index job_waiting on job (account, api) where state in ('queued', 'running');
  create index job_by_expiry on job ("expiresAt");
  create index job_by_input on job ("inputSha256");
  create index job_by_output on job ("outputSha256") where "outputSha256" is not null;

  create table delivery (
    id text primary key,
    "jobId" text not null,
    event text not null check (event in ('succeeded', 'failed')),
    attempts integer not null default 0,
    worker text,
    "leaseUntil" bigint,
    "createdAt" bigint not null,
    "dueAt" bigint not null,
    "deliveredAt" bigint,
    "givenUpAt" bigint,
    "lastError" text
  );
  create index delivery_due on delivery ("dueAt") where "deliveredAt" is null and "givenUpAt" is null;
  create index delivery_by_job on delivery ("jobId");

  create table credit_use (
    account text not null,
    period text not null,
    used bigint not null,
    primary key (account, period)
  );

  create table setting (
    name text primary key,
    value text not null
  );

  create table content_hold (
    id text primary key,
    sha256 text not null,
    "heldUntil" bigint not null
  );
  create index content_hold_by_content on content_hold (sha256);

  create table process (
    id text primary key,
    "seenAt" bigint not null
  );

  create unlogged table token_bucket (
    key text primary key,
    tokens double precision not null,
    "countedAt" bigint not null,
    granted boolean not null
  );
  create index token_bucket_by_time on token_bucket ("countedAt");

  create unlogged table recent_use (
    key text not null,
    "usedAt" bigint not null
  );
  create index recent_use_by_key on recent_use (key, "usedAt");
  `,
  `
  alter table document add column parts text;
  `,
];
