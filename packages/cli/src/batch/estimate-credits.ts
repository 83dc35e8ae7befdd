import { stat } from "node:fs/promises";
import type { BatchInput } from "@docjobs/batch";
import type { JobsClient } from "@docjobs/jobs-core";
import { usageError } from "../errors/usage-error.js";
import { canonicalFormat, extensionFor, extensionOf } from "../input/format-names.js";
import { refusalOf } from "../providers/refusal.js";
import type { Target } from "../providers/find-provider.js";

export type Estimate = (input: BatchInput, fields: Readonly<Record<string, unknown>>) => Promise<number>;

/** An operation of that name estimates by formats and size. */
const OPERATION = "estimateCost";

/** Asks the API itself what a job will cost. Throws a usage error for an API that does not say. */
export function estimateCredits(
  { provider, kind }: Target,
  client: JobsClient,
  signal: AbortSignal,
): Estimate {
  const operation = provider.operations.find(({ id }) => id === OPERATION);
  if (!operation) {
    throw usageError(
      `${provider.id} does not estimate what a job costs, so --max-credits cannot hold.`,
      "Leave --max-credits out, or give fewer inputs.",
    );
  }
  return async ({ path, url }, fields) => {
    const from = extensionFor(canonicalFormat(extensionOf(path ?? url ?? "")));
    const to = extensionFor(String(fields[kind.input.format?.field ?? ""] ?? ""));
    const filled = operation.path
      .replace("{from}", encodeURIComponent(from))
      .replace("{to}", encodeURIComponent(to));
    const target = new URL(`${client.baseUrl}${filled}`);
    const size = path === undefined ? undefined : (await stat(path)).size;
    if (size !== undefined) target.searchParams.set("fileSizeBytes", String(size));
    const response = await client.fetch(target, { signal });
    if (!response.ok) throw await refusalOf(response, provider);
    const { estimatedCredits } = (await response.json()) as { estimatedCredits?: unknown };
    if (typeof estimatedCredits === "number" && estimatedCredits >= 0) return estimatedCredits;
    throw usageError(`${provider.id} gave no estimate for ${from} to ${to}.`, "Leave --max-credits out.");
  };
}
