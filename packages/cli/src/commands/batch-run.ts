import type { BatchInput, BatchOptions, BatchStep, BatchSummary, ItemResult } from "@docjobs/batch";
import { batchRenderer } from "../batch/batch-progress.js";
import { checkInput } from "../batch/check-input.js";
import { type BatchModule, loadBatch } from "../batch/load-batch.js";
import { stateError } from "../batch/open-state.js";
import { openDatabase } from "../batch/open-database.js";
import { parseStep, type StepPlan } from "../batch/parse-step.js";
import { requireEstimates } from "../batch/require-estimates.js";
import { RESULT_FIELDS } from "../batch/result-fields.js";
import { runEnd } from "../batch/run-end.js";
import type { OutputFlags } from "../common-flags.js";
import type { CliContext, Note } from "../context.js";
import { usageError } from "../errors/usage-error.js";
import { planFields, type FieldFlags } from "../fields/plan-fields.js";
import { canonicalFormat, extensionFor, extensionOf } from "../input/format-names.js";
import { DEFAULT_TIMEOUT_MS } from "../jobs/follow-job.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { writeJsonLine, writeStdout } from "../output/stdout.js";
import { connect, type Connection, type ConnectionFlags } from "../providers/connect.js";
import { chooseEngine, type Engine, listEngines } from "../providers/engines.js";
import { findTarget, type Target } from "../providers/find-provider.js";
import { dataDirectory } from "../local/data-directory.js";

export interface BatchRunFlags extends FieldFlags, ConnectionFlags, OutputFlags {
  output?: string;
  then?: readonly string[];
  concurrency?: number;
  maxCredits?: number;
  dryRun?: boolean;
  state?: string;
  database?: string;
  overwrite?: boolean;
  unchecked?: boolean;
}

/** `docjobs batch run`: many documents, and the same command goes on. */
export async function batchRunCommand(
  context: CliContext,
  flags: BatchRunFlags,
  ...words: readonly string[]
): Promise<void> {
  const [targetText, ...inputs] = words;
  const { output } = flags;
  if (targetText === undefined || inputs.length === 0) {
    throw usageError(
      "docjobs batch run needs a provider and inputs.",
      "docjobs batch run castdoc scans/ --to docx -o converted",
    );
  }
  if (output === undefined || output === "-")
    throw usageError("docjobs batch run needs an output directory.", "Add -o <directory>");
  if (flags.apiKeyStdin && inputs.includes("-")) {
    throw usageError(
      "stdin cannot be both the key and the inputs.",
      "Put the key in the environment instead.",
    );
  }
  const database = flags.database ?? (context.env["DOCJOBS_DATABASE"] || undefined);
  if (database !== undefined && flags.state !== undefined)
    throw usageError("--database and --state both say where the state is.", "Leave one out.");
  checkFieldNames(flags.json, RESULT_FIELDS);
  const renderer = batchRenderer(context, flags.quiet ?? false);
  const note: Note = (line) => renderer.note(line);
  const first: StepPlan = {
    target: findTarget(targetText),
    fields: planFields(findTarget(targetText), flags, "", note),
  };
  const steps = [first, ...(flags.then ?? []).map((text) => parseStep(text, note))];
  if (flags.maxCredits !== undefined) requireEstimates(steps.map(({ target }) => target));
  const module = await loadBatch();
  const expanded = expand(module, context, first.target, inputs, output);
  if (flags.dryRun) return printPlan(module, flags, { steps, output, inputs: expanded });
  const options = await openOptions(context, flags, steps, { output, note });
  const queue = database === undefined ? undefined : await openDatabase(context, module, database);
  // What the batch has begun it ends by itself, and says how to go on.
  context.runsUntilSignal = true;
  const summary = await runBatch(module, flags, renderer, {
    ...options,
    inputs: expanded,
    ...(queue && { queue }),
  });
  renderer.end();
  runEnd(context, summary, output);
}

function runBatch(
  { createBatch, placeIn }: BatchModule,
  flags: BatchRunFlags,
  renderer: ReturnType<typeof batchRenderer>,
  options: BatchOptions,
): Promise<BatchSummary> {
  const hooks = {
    onProgress: renderer.update,
    onNote: renderer.note,
    onPlanned: ({ added, total }: { added: number; total: number }) => {
      if (added < total) renderer.note(`Going on: ${total - added} of ${total} inputs are known already.`);
    },
  };
  return createBatch({ ...options, hooks })
    .run((result) => tell(result, flags, (name) => placeIn(options.outputDirectory, name)))
    .catch((error: unknown) => {
      throw stateError(error);
    });
}

async function tell(
  result: ItemResult,
  flags: BatchRunFlags,
  placeOf: (name: string) => string,
): Promise<void> {
  if (flags.json !== undefined) return writeJsonLine(selectFields({ ...result }, flags.json));
  if (result.output !== null) await writeStdout(`${placeOf(result.output)}\n`);
}

function expand(
  { expandInputs }: BatchModule,
  context: CliContext,
  { kind }: Target,
  words: readonly string[],
  output: string,
): AsyncIterable<BatchInput> {
  if (words.includes("-") && context.stdin.isTTY)
    throw usageError("- reads inputs from stdin, but stdin is the terminal.", "Pipe in a path a line.");
  const { file, job, format, engine } = kind.input;
  if (!file && job) return jobInputs(words);
  const formats = file?.formats ?? [];
  return expandInputs(words, {
    extensions: [...new Set(formats.flatMap((each) => [each, extensionFor(each), canonicalFormat(each)]))],
    stdin: context.stdin,
    except: output,
    readOptions: ({ to, engine: engineId, ...fields }) => ({
      fields: {
        ...fields,
        ...(typeof to === "string" && format && { [format.field]: to }),
        ...(typeof engineId === "string" && engine && { [engine.field]: engineId }),
      },
      ...(typeof to === "string" && kind.result.type !== "inline" && { extension: extensionFor(to) }),
    }),
  });
}

/** A kind that takes finished jobs: their ids. */
async function* jobInputs(words: readonly string[]): AsyncGenerator<BatchInput> {
  for (const jobId of words) yield { jobId };
}

async function printPlan(
  { planBatch, placeIn }: BatchModule,
  flags: BatchRunFlags,
  { steps, output, inputs }: { steps: readonly StepPlan[]; output: string; inputs: BatchOptions["inputs"] },
): Promise<void> {
  const [first, ...then] = steps.map((step) => describe(step));
  if (!first) return;
  const planned = await planBatch({ ...first, then, inputs, outputDirectory: output });
  for (const { input, output: name } of planned) {
    if (flags.json !== undefined) await writeJsonLine({ input, output: name });
    else await writeStdout(`${input} -> ${placeIn(output, name)}\n`);
  }
}

/** A step without a server. */
function describe({ target: { provider, kindName, kind }, fields }: StepPlan): BatchStep {
  const extension =
    kind.result.type === "inline" ? "json" : fields.format === undefined ? "" : extensionFor(fields.format);
  const { engine } = kind.input;
  const named = engine && fields.engine !== undefined ? { [engine.field]: fields.engine } : {};
  return { api: provider.api, kind: kindName, fields: { ...fields.fields, ...named }, extension };
}

async function openOptions(
  context: CliContext,
  flags: BatchRunFlags,
  steps: readonly StepPlan[],
  { output, note }: { output: string; note: Note },
): Promise<Omit<BatchOptions, "inputs">> {
  const connections = new Map<string, Connection>();
  const opened: BatchStep[] = [];
  for (const plan of steps) opened.push(await openStep(context, flags, plan, connections, note));
  const [first, ...then] = opened;
  const { target } = steps[0] ?? {};
  if (!first || !target) throw new Error("A batch has a step.");
  const { concurrency, maxCredits, state, overwrite } = flags;
  return {
    ...first,
    then,
    outputDirectory: output,
    signal: context.interruption.signal,
    check: (input, document) => checkInput(target, input, flags.unchecked ?? false, document),
    ...(concurrency !== undefined && { concurrency }),
    ...(state !== undefined && { state }),
    ...(overwrite && { overwrite }),
    ...(maxCredits !== undefined && { maxCredits }),
  };
}

async function openStep(
  context: CliContext,
  flags: BatchRunFlags,
  plan: StepPlan,
  connections: Map<string, Connection>,
  note: Note,
): Promise<BatchStep> {
  const { provider, kind } = plan.target;
  const local = [...connections.values()].find((each) => each.local);
  const connection =
    connections.get(provider.id) ??
    (await connect(context, provider, {
      // One local server serves all steps.
      ...(local && { server: local }),
      flags,
      note,
      timeoutMs: DEFAULT_TIMEOUT_MS,
    }));
  connections.set(provider.id, connection);
  const { engine } = kind.input;
  const isNeeded = engine && plan.fields.engine === undefined && kind.submit.required.includes(engine.field);
  const engines = isNeeded
    ? await listEngines(connection.client, provider, engine, context.interruption.signal)
    : [];
  // The local server's port is another one each time.
  const account = connection.local
    ? `local ${dataDirectory(flags.data, context.env, context.home)}`
    : new URL(connection.client.baseUrl).origin;
  return {
    ...describe(plan),
    clientOptions: connection.clientOptions,
    account,
    ...(isNeeded && { defaults: (input) => engineFor(plan, engine.field, engines, input) }),
  };
}

/** The first engine that reads the input's format and writes the wanted one. */
function engineFor(
  { target: { provider }, fields }: StepPlan,
  field: string,
  engines: readonly Engine[],
  { path, url }: BatchInput,
): Record<string, unknown> {
  const from = canonicalFormat(extensionOf(path ?? url ?? ""));
  const to = fields.format;
  const wish = { ...(to !== undefined && { to }) };
  try {
    return { [field]: chooseEngine(provider.id, engines, { ...wish, from }) };
  } catch {
    // The extension may lie; the API looks at the content.
    return { [field]: chooseEngine(provider.id, engines, wish) };
  }
}
