import { createHash } from "node:crypto";
import { ConfigurationError, type JobApi, type JobKind } from "@docjobs/jobs-core";
import type { BatchOptions, BatchStep } from "../batch-options.js";
import { folderPlace } from "../files/places.js";
import type { ItemData } from "../item.js";

/** A step with everything that its options leave out. */
export interface PlannedStep {
  api: JobApi;
  kindName: string;
  kind: JobKind;
  /** What the request of an item holds before its document. */
  fieldsFor: (data: Pick<ItemData, "input" | "step" | "defaults">) => Record<string, unknown>;
  defaults: NonNullable<BatchStep["defaults"]>;
  /** What the caller asked for. */
  fields: Readonly<Record<string, unknown>>;
  extension: string;
  /** Whose jobs these are. */
  account: string;
  /** How it gets what the step before made; undefined for the first. */
  feed?: "file" | "job";
}

/** Checks the chain. Throws ConfigurationError for steps that do not fit. */
export function planSteps({ then = [], ...first }: BatchOptions): PlannedStep[] {
  const steps: PlannedStep[] = [];
  for (const step of [first, ...then]) steps.push(planStep(step, steps.at(-1)));
  return steps;
}

function planStep(step: BatchStep, before: PlannedStep | undefined): PlannedStep {
  const { api, fields = {}, clientOptions = {} } = step;
  const kindName = step.kind ?? onlyKind(api);
  const kind = Object.hasOwn(api.kinds, kindName) ? api.kinds[kindName] : undefined;
  if (!kind) throw new ConfigurationError(`${api.title} has no ${JSON.stringify(kindName)} jobs.`);
  const account = step.account ?? new URL(clientOptions.baseUrl ?? api.baseUrl).origin;
  return {
    api,
    kindName,
    kind,
    fields,
    defaults: step.defaults ?? (() => ({})),
    fieldsFor: ({ input, step: number, defaults }) => ({
      ...defaults?.[number],
      ...fields,
      ...(number === 0 && input.fields),
    }),
    extension: step.extension ?? (kind.result.type === "inline" ? "json" : ""),
    account,
    ...(before && { feed: feedOf(api, kindName, kind, before, account) }),
  };
}

function feedOf(
  api: JobApi,
  kindName: string,
  { input }: JobKind,
  before: PlannedStep,
  account: string,
): "file" | "job" {
  const isSameApi = before.api.provider === api.provider && before.account === account;
  if (input.job?.kind === before.kindName && isSameApi) return "job";
  if (input.file && before.kind.result.type !== "inline") return "file";
  throw new ConfigurationError(
    `${api.title} ${kindName} cannot take what ${before.api.title} ${before.kindName} makes.`,
    {
      hint: input.job ? `It takes a job of ${api.provider}:${input.job.kind}.` : "Choose another next step.",
    },
  );
}

function onlyKind(api: JobApi): string {
  const [only, ...others] = Object.keys(api.kinds);
  if (only !== undefined && others.length === 0) return only;
  throw new ConfigurationError(
    `${api.title} has several kinds of jobs: ${Object.keys(api.kinds).join(", ")}.`,
    {
      hint: "Name one as `kind`.",
    },
  );
}

/** Equal for two runs of the same batch: the same jobs, at the same account, into the same directory. */
export function batchId(steps: readonly PlannedStep[], outputDirectory: string): string {
  const definition = steps.map(({ api, kindName, fields, account }) => [
    api.provider,
    kindName,
    account,
    canonical(fields),
  ]);
  return digest([definition, folderPlace(outputDirectory)]).slice(0, 16);
}

/** Equal for two mentions of the same document with the same options. */
export function itemId(batch: string, input: object): string {
  return digest([batch, canonical(input)]);
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

/** The value with its keys in order, so that their order does not matter. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => [key, canonical(each)]);
}
