import { setTimeout as delay } from "node:timers/promises";
import {
  JobsError,
  type JobHandle,
  type JobSnapshot,
  type JobsClient,
  type ListClient,
} from "@docjobs/jobs-core";
import type { CliContext } from "../context.js";
import { CliError } from "../errors/cli-error.js";
import { EXIT } from "../errors/exit-codes.js";
import { valueAt } from "../fields/json-pointer.js";
import type { Connection } from "../providers/connect.js";
import type { Target } from "../providers/find-provider.js";
import type { KeptRecord } from "./job-records.js";
import { checkUnchanged, submitRecorded } from "./submit-recorded.js";

/**
 * The job of a record that a crash left without one. What was not sent is submitted now. What may have been sent is
 * repeated with its idempotency key, or looked for in the API's list by the document that was uploaded for it; only where
 * the list proves that there is no such job is it submitted. Else nobody can know, which is said once.
 */
export async function settleRecord(
  context: CliContext,
  connection: Connection,
  target: Target,
  record: KeptRecord,
): Promise<JobHandle> {
  const { stage, request = { fields: {} } } = record.value;
  const { idempotencyKey, inputReference } = request;
  const submit = async (): Promise<JobHandle> => {
    if (inputReference === undefined) await dropWith(record, () => checkUnchanged(request));
    return submitRecorded(context, connection, target, record, { keepsRecord: mayBeTriedAgain });
  };
  if (stage === "planned" || idempotencyKey !== undefined) return submit();
  const found = await lookInList(context, connection, target, record);
  if (found === "none") return submit();
  return dropWith(record, async () => {
    if (found === "unknown") throw unknownOutcome(target, record);
    const job = connection.client.kind(target.kindName).job(found);
    await record.update({ stage: "submitted", jobId: job.id, token: job.token, request: undefined });
    return job;
  });
}

/** A record that leads nowhere is forgotten with the error that says so. */
async function dropWith<Result>(record: KeptRecord, step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    await record.remove();
    throw error;
  }
}

function mayBeTriedAgain(error: unknown): boolean {
  return JobsError.isInstance(error) && TRIED_AGAIN.has(error.code);
}

const TRIED_AGAIN: ReadonlySet<string> = new Set([
  "aborted",
  "authentication",
  "bad_response",
  "insufficient_credits",
  "rate_limited",
  "service_unavailable",
  "submit_outcome_unknown",
]);

/** The job's id; `none` where there certainly is no job; `unknown` where the list cannot tell. */
async function lookInList(
  context: CliContext,
  { client }: Connection,
  { kind, kindName, provider }: Target,
  record: KeptRecord,
): Promise<string> {
  const { listAll } = client as JobsClient & Partial<ListClient>;
  const { pages, required } = provider.api.list ?? {};
  const { inputReference, document, sentAt = record.value.at } = record.value.request ?? { fields: {} };
  const field = kind.input.file?.field;
  // Only a document that was uploaded for this submit stands for it.
  if (!listAll || required || inputReference === undefined || document === undefined || field === undefined)
    return "unknown";
  const pointer = field.startsWith("/") ? field : `/${field.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const { signal } = context.interruption;
  for (const isLast of [false, true]) {
    const jobs: JobSnapshot[] = [];
    let reachesBack = false;
    for await (const job of listAll({ signal, limit: MOST_LISTED })) {
      jobs.push(job);
      reachesBack ||= Date.parse(job.times.created ?? "") < Date.parse(sentAt);
      // Other jobs of that page cost no request; another page would.
      if (pages && reachesBack && jobs.length >= SHORTEST_PAGE) break;
    }
    const ours = jobs.filter(({ raw }) => String(valueAt(raw, pointer)) === inputReference);
    const [job] = ours.filter((each) => each.kind === kindName);
    if (job && ours.length === 1) return job.id;
    if (ours.length > 0) return "unknown";
    // An API that says nothing of pages may still cut its list.
    if (jobs.length >= (pages ? MOST_LISTED : SHORTEST_PAGE) && !reachesBack) return "unknown";
    if (isLast) break;
    // A request that the crash cut off may still be on its way through the server.
    const leftMs = Date.parse(sentAt) + SETTLE_MS - Date.now();
    if (leftMs <= 0) break;
    await delay(Math.min(leftMs, SETTLE_MS), undefined, { signal }).catch(() => signal.throwIfAborted());
  }
  return "none";
}

function unknownOutcome({ provider }: Target, { value }: KeptRecord): CliError {
  const { inputReference, sentAt } = value.request ?? {};
  const about = [
    sentAt === undefined ? "" : ` at ${sentAt}`,
    inputReference === undefined ? "" : `, file id ${inputReference}`,
  ].join("");
  return new CliError(
    EXIT.unknownOutcome,
    `It is not known whether ${provider.id} took the ${value.kind} job for ${value.input}: the program was ended in the middle of the submit${about}.`,
    {
      code: "submit_outcome_unknown",
      provider: provider.id,
      hint: "Look at the provider's dashboard first. Submitting again may make a second, paid job. This is said only once.",
    },
  );
}

/** How far a job is looked for. */
const MOST_LISTED = 1000;
/** No list is cut shorter than that. */
const SHORTEST_PAGE = 10;
const SETTLE_MS = 10_000;
