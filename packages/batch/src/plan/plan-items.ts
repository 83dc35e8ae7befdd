import { ConfigurationError } from "@docjobs/jobs-core";
import type { NewWork, WorkQueue } from "@docjobs/work-queue";
import type { BatchInput } from "../batch-input.js";
import type { BatchOptions } from "../batch-options.js";
import type { AllFiles } from "../files/open-files.js";
import { documentPlace } from "../files/places.js";
import { type Item, type ItemData, submitQueue } from "../item.js";
import { readItems } from "../results/results-file.js";
import { itemId, type PlannedStep } from "./batch-steps.js";
import { stemOf } from "./input-stem.js";
import { nameKey, outputNames } from "./output-names.js";
import { type NewInput, sharedContents } from "./shared-contents.js";
import { shownInput } from "./shown-input.js";

export interface Plan {
  queue: WorkQueue;
  batch: string;
  steps: readonly PlannedStep[];
  files: AllFiles;
  inputs: BatchOptions["inputs"];
  now: () => number;
}

const ITEMS_PER_INSERT = 1000;

/** Puts every input that is not there yet into the queue, as one item each. Sends nothing. */
export async function planItems({ queue, batch, steps, files, inputs, now }: Plan): Promise<number> {
  const known = new Set<string>();
  const takenNames = new Set<string>();
  for await (const { id, data } of readItems(queue, batch)) {
    known.add(id);
    takenNames.add(nameKey(data.output, ""));
  }
  const added = await newInputs({ batch, files, inputs }, known);
  const names = outputNames(
    added.map(({ id, input }) => {
      // Options of an input are those of its first step.
      const extension = (steps.length === 1 ? input.extension : undefined) ?? steps.at(-1)?.extension ?? "";
      return { id, stem: stemOf(input, extension), extension };
    }),
    takenNames,
  );
  const shared = await sharedContents(added, (path) => files.of(path).sha256Of(path));
  const works = added.map(({ id, input }): NewWork => {
    const sharedContent = shared.get(id);
    const data: ItemData = {
      input,
      output: names.get(id) ?? id,
      step: 0,
      defaults: steps.map((step, index) => step.defaults(index === 0 ? input : {})),
      times: { planned: now() },
      ...(sharedContent !== undefined && { sharedContent }),
    };
    return { id, group: batch, queue: submitQueue(0), phase: "planned" satisfies Item["phase"], data };
  });
  for (let at = 0; at < works.length; at += ITEMS_PER_INSERT)
    await queue.enqueueMany(works.slice(at, at + ITEMS_PER_INSERT));
  return works.length;
}

async function newInputs(
  { batch, files, inputs }: Pick<Plan, "batch" | "files" | "inputs">,
  known: Set<string>,
): Promise<NewInput[]> {
  const added: NewInput[] = [];
  for await (const given of inputs) {
    const input = normalise(typeof given === "string" ? { path: given } : given);
    const id = itemId(batch, { ...input, output: undefined, extension: undefined });
    if (known.has(id)) continue;
    known.add(id);
    const sizeBytes = await nearSize(files, input);
    added.push({ id, input, ...(sizeBytes !== undefined && { sizeBytes }) });
  }
  return added;
}

function normalise(input: BatchInput): BatchInput {
  const given = [input.path, input.url, input.jobId].filter((each) => each !== undefined && each !== "");
  if (given.length !== 1) {
    throw new ConfigurationError(
      `An input needs exactly one of path, url and jobId; this one has ${given.length}: ${shownInput(input)}`,
    );
  }
  return { ...input, ...(input.path !== undefined && { path: documentPlace(input.path) }) };
}

/** Looks at what is near. A bucket is asked when the document's turn has come: ten thousand looks take minutes. */
async function nearSize(files: AllFiles, { path }: BatchInput): Promise<number | undefined> {
  const own = path === undefined ? undefined : files.of(path);
  return own?.isRemote === false ? own.sizeOf(path ?? "") : undefined;
}
