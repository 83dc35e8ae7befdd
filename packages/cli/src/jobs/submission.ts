import { randomUUID } from "node:crypto";
import { basename } from "node:path";
import type { CliContext, Note } from "../context.js";
import { usageError } from "../errors/usage-error.js";
import { placeField, topField } from "../fields/place-field.js";
import { planFields, type FieldFlags, type FieldPlan } from "../fields/plan-fields.js";
import { extensionOf } from "../input/format-names.js";
import { readInput, type JobInput } from "../input/read-input.js";
import { outputKey, planOutput, type OutputPlan } from "../output/plan-output.js";
import { isDirectoryTarget } from "../output/check-output.js";
import type { Connection } from "../providers/connect.js";
import { chooseEngine, listEngines, type Engine } from "../providers/engines.js";
import type { Target } from "../providers/find-provider.js";
import { fillWebhookSecret } from "../webhooks/fill-webhook-secret.js";
import { createRecord, type KeptRecord, type PendingRequest } from "./job-records.js";
import { markDocument } from "./submit-recorded.js";

/** One job to be made, with everything checked that needs no request. */
export interface Submission {
  target: Target;
  input: JobInput;
  fields: FieldPlan;
  output: OutputPlan;
}

export interface SubmissionFlags extends FieldFlags {
  output?: string;
  overwrite?: boolean;
  /** Sends a document that is cut off or needs a password. */
  unchecked?: boolean;
  /** Nothing is saved by this command. */
  detach?: boolean;
}

/** Checks the whole command line: every field, every input, every output. Nothing is sent before all of it is in order. */
export async function planSubmissions(
  context: CliContext,
  target: Target,
  inputs: readonly string[],
  flags: SubmissionFlags,
  note: Note,
): Promise<Submission[]> {
  const { output } = flags;
  const isFile = output !== undefined && output !== "-" && !(await isDirectoryTarget(output));
  if (inputs.length > 1 && isFile) {
    throw usageError(
      "-o names one file, but there are several inputs.",
      "Name an existing directory instead.",
    );
  }
  if (inputs.filter((input) => input === "-").length > 1) throw usageError("stdin can be one input only.");
  const planned = planFields(target, flags, isFile ? extensionOf(output) : "", note);
  const fields = fillWebhookSecret(context.env, target, planned);
  const submissions: Submission[] = [];
  const taken = new Map<string, string>();
  for (const text of inputs) {
    const input = await readInput(context, target, text, flags);
    if (flags.detach && output === undefined) {
      submissions.push({ target, input, fields, output: { type: "stdout" } });
      continue;
    }
    const plan = await planOutput({
      kind: target.kind,
      stem: input.stem,
      overwrite: flags.overwrite ?? false,
      ...(output !== undefined && { output }),
      ...(fields.format !== undefined && { format: fields.format }),
      inputFormat: input.format,
      ...(input.type === "document" && { inputPath: input.document.path }),
    });
    const key = outputKey(plan);
    const other = key === undefined ? undefined : taken.get(key);
    if (other !== undefined)
      throw usageError(`${other} and ${text} would have the same output.`, "Run them one by one with -o.");
    if (key !== undefined) taken.set(key, text);
    submissions.push({ target, input, fields, output: plan });
  }
  return submissions;
}

/** Asks for the engines once, where the kind has some. */
export async function enginesOf(
  context: CliContext,
  connection: Connection,
  target: Target,
): Promise<Engine[]> {
  const { engine } = target.kind.input;
  if (!engine) return [];
  return listEngines(connection.client, target.provider, engine, context.interruption.signal);
}

/** The engine's part of a submission; checked for every input before the first job is made. */
export function withEngine(submission: Submission, engines: readonly Engine[], note: Note): Submission {
  const { target, input, fields } = submission;
  const field = target.kind.input.engine?.field;
  const isNeeded =
    field !== undefined &&
    (fields.engine !== undefined || target.kind.submit.required.includes(topField(field)));
  if (!isNeeded) return submission;
  const id = chooseEngine(target.provider.id, engines, {
    ...(fields.engine !== undefined && { engine: fields.engine }),
    ...(fields.format !== undefined && { to: fields.format }),
    from: input.format,
  });
  if (fields.engine === undefined) note(`Using engine ${id}; --engine chooses another.`);
  return { ...submission, fields: { ...fields, engine: id, fields: placeField(fields.fields, field, id) } };
}

/** Writes down what is going to be submitted, so that a crash loses nothing. */
export async function recordSubmission(
  context: CliContext,
  { target, input, fields, output }: Submission,
  { note, data }: { note: Note; data?: string },
): Promise<KeptRecord> {
  const { provider, kindName, kind } = target;
  const request: PendingRequest = {
    fields: withInput(target, input, fields.fields),
    ...(input.type === "document" && { document: await markDocument(input.document.path) }),
    ...(kind.submit.idempotency.by !== "none" && { idempotencyKey: randomUUID() }),
  };
  return createRecord(
    context,
    {
      stage: "planned",
      provider: provider.id,
      kind: kindName,
      input: input.shown,
      output: outputKey(output) ?? null,
      request,
      ...(data !== undefined && { localData: data }),
    },
    note,
  );
}

/** What progress lines begin with: the provider and the document's bare name. */
export function subjectOf({ provider }: Target, input: JobInput): string {
  return `${provider.id} ${input.type === "document" ? basename(input.shown) : input.shown}`;
}

/** The fields with what the input argument says; a document goes beside them. */
function withInput(
  { kind }: Target,
  input: JobInput,
  fields: Record<string, unknown>,
): Record<string, unknown> {
  switch (input.type) {
    case "document":
      return fields;
    case "url":
      return kind.input.url ? placeField(fields, kind.input.url.field, input.url) : fields;
    case "job":
      return kind.input.job ? placeField(fields, kind.input.job.field, input.jobId) : fields;
  }
}
