import {
  FileExistsError,
  type JobHandle,
  JobsError,
  type PendingSubmit,
  SubmitOutcomeUnknownError,
} from "@docjobs/jobs-core";
import type { DocumentReader } from "../files/files.js";
import { placeIn } from "../files/places.js";
import { FOLLOW_QUEUE, type ItemClaim, type ItemData, submitQueue } from "../item.js";
import { afterFailure, failItem, StopRunError } from "./after-failure.js";
import { forgetUpload, prepareItem } from "./item-input.js";
import { costOf } from "./item-cost.js";
import { dropAnchor } from "./list-anchors.js";
import { reserveCost } from "./reserve-cost.js";
import { type ItemChange, mustBeStored, type RunContext, stepOf } from "./run-context.js";
import type { StepRuntime } from "./step-runtime.js";

/** Takes a planned item, which has its place there, to the API, once. */
export async function submitItem(context: RunContext, claim: ItemClaim): Promise<void> {
  const step = stepOf(context, claim);
  let data: ItemData = claim.data;
  let isShared = false;
  let job: JobHandle;
  try {
    await checkTarget(context, claim);
    if (data.step === 0) await context.options.check?.(data.input, await remoteDocument(context, data));
    data = await reserveCost(context, step, claim);
    const prepared = await prepareItem(context, step, claim);
    isShared = prepared.isShared;
    job = await step.client.kind(step.kindName).submit(prepared.input, {
      signal: context.signal,
      beforeSubmit: async (pending) => {
        data = await writeDown(context, claim, data, { ...pending, isShared });
      },
    });
  } catch (error) {
    return afterSubmitFailure(context, step, claim, data, error, isShared);
  }
  // Whatever happens from here on, the row says that the submit has left.
  await storeJob(context, step, claim, data, job);
}

/** The row says that the submit may have left before it does. */
async function writeDown(
  { queue, clock }: RunContext,
  claim: ItemClaim,
  before: ItemData,
  pending: PendingSubmit & { isShared: boolean },
): Promise<ItemData> {
  const at = clock.now();
  const { idempotencyKey, inputReference, isShared } = pending;
  const data: ItemData = {
    ...before,
    times: { ...before.times, submitted: at },
    submit: {
      at,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
      ...(inputReference !== undefined && { inputReference }),
      ...(isShared && { isShared }),
    },
  };
  const change: ItemChange = { phase: "submitting", data };
  mustBeStored(await queue.heartbeat(claim, change));
  return data;
}

/** The remote id and the time of the first look are stored together. */
export async function storeJob(
  context: RunContext,
  step: StepRuntime,
  claim: ItemClaim,
  before: ItemData,
  { id: jobId, token }: Pick<JobHandle, "id" | "token">,
): Promise<void> {
  const { queue, clock } = context;
  const { setbacks: _, ...rest } = before;
  const data: ItemData = { ...rest, jobId, token };
  const outcome = await queue.deferUntil(claim, clock.now() + step.api.job.poll.minMs, {
    queue: FOLLOW_QUEUE,
    phase: "submitted",
    data,
    reference: `${step.lane}:${jobId}`,
  });
  if (outcome === "taken") {
    const error = new Error(`The API gave this submit the job ${jobId}, which another item has.`);
    return failItem(context, claim, { ...before, jobId, token }, error, "unknown");
  }
  mustBeStored(outcome);
  if (step.client.list) await dropAnchor(context, step.lane, jobId);
}

async function afterSubmitFailure(
  context: RunContext,
  step: StepRuntime,
  claim: ItemClaim,
  data: ItemData,
  error: unknown,
  isShared: boolean,
): Promise<void> {
  const { queue, clock, limits } = context;
  if (SubmitOutcomeUnknownError.isInstance(error) && data.submit) {
    // Still `submitting`: the API's list tells more a little later.
    mustBeStored(await queue.deferUntil(claim, clock.now() + limits.reconcileAfterMs));
    if (context.signal.aborted) throw new StopRunError({ reason: "aborted" });
    throw error;
  }
  if (JobsError.isInstance(error) && error.jobId !== undefined && error.token !== undefined) {
    // The job is there, but its file did not arrive.
    return failItem(context, claim, { ...data, jobId: error.jobId, token: error.token }, error);
  }
  const { submit: _, ...unsent } = data;
  const { submitted: __, ...times } = data.times;
  const planned: ItemData = { ...unsent, times };
  const back: ItemChange = {
    phase: "planned",
    queue: submitQueue(data.step),
    data: planned,
    slot: null,
    cost: { amount: costOf(planned) },
  };
  if (isShared && data.setbacks === undefined && (await forgetUpload(context, step, claim, error))) {
    const again = { ...back, data: { ...planned, setbacks: 1 } };
    return mustBeStored(await queue.deferUntil(claim, clock.now(), again));
  }
  return afterFailure(context, claim, data, error, back);
}

/** What a check cannot open by itself. */
async function remoteDocument(
  { files, options }: RunContext,
  { input: { path } }: ItemData,
): Promise<DocumentReader | undefined> {
  const own = path === undefined ? undefined : files.of(path);
  return options.check && own?.isRemote ? own.reader(path ?? "") : undefined;
}

/** A name that is not free is found out before anything is paid for. */
async function checkTarget({ options, steps, files }: RunContext, { data }: ItemClaim): Promise<void> {
  const isNameKnown = steps.at(-1)?.extension !== "";
  if (options.overwrite || !isNameKnown) return;
  const target = placeIn(options.outputDirectory, data.output);
  if (!(await files.of(target).has(target))) return;
  throw new FileExistsError(`${target} exists already; nothing was sent.`, {
    hint: "Move it away or allow overwriting, then retry the item.",
  });
}
