import type { EngineInput, JobsClient } from "@docjobs/jobs-core";
import { suggest } from "../closest.js";
import { usageError } from "../errors/usage-error.js";
import { valueAt } from "../fields/json-pointer.js";
import { canonicalFormat } from "../input/format-names.js";
import type { ProviderEntry } from "../provider-entry.js";
import { getJson } from "./get-json.js";

export interface Engine {
  id: string;
  conversions: { from: string; to: string }[];
  /** The API's own object. */
  raw: unknown;
}

/** Asks the API for its engines: one request, free. */
export async function listEngines(
  client: JobsClient,
  provider: ProviderEntry,
  input: EngineInput,
  signal: AbortSignal,
): Promise<Engine[]> {
  const answer = await getJson(client, provider, input.list, signal);
  const items = valueAt(answer, input.items);
  return (Array.isArray(items) ? items : []).flatMap((raw: unknown) => {
    const id = valueAt(raw, input.id);
    return typeof id === "string"
      ? [{ id, conversions: readConversions(valueAt(raw, input.conversions)), raw }]
      : [];
  });
}

export interface EngineWish {
  /** Engine id that the caller named. */
  engine?: string;
  /** Format of the input; unknown where the API fetches the document itself. */
  from?: string;
  to?: string;
}

/** The caller's engine if it can do the conversion, else the first that can. Throws a usage error naming what there is. */
export function chooseEngine(providerId: string, engines: readonly Engine[], wish: EngineWish): string {
  const named = wish.engine;
  if (named !== undefined && !engines.some(({ id }) => id === named)) {
    throw usageError(
      `${providerId} has no engine "${named}".`,
      suggest(
        named,
        engines.map(({ id }) => id),
      ),
    );
  }
  const candidates = named === undefined ? engines : engines.filter(({ id }) => id === named);
  const chosen = candidates.find((engine) => converts(engine, wish));
  if (chosen) return chosen.id;
  throw usageError(
    `${named === undefined ? `No engine of ${providerId}` : named} converts ${wish.from ?? "this"} to ${wish.to ?? "anything"}.`,
    possibleTargets(candidates, wish),
  );
}

function converts({ conversions }: Engine, { from, to }: EngineWish): boolean {
  if (conversions.length === 0) return true;
  return conversions.some((pair) => isSame(pair.from, from) && isSame(pair.to, to));
}

function isSame(offered: string, wanted: string | undefined): boolean {
  return wanted === undefined || wanted === "" || canonicalFormat(offered) === canonicalFormat(wanted);
}

function possibleTargets(engines: readonly Engine[], { from, to }: EngineWish): string {
  const pairs = engines.flatMap(({ conversions }) => conversions);
  const targets = [...new Set(pairs.filter((pair) => isSame(pair.from, from)).map((pair) => pair.to))];
  if (targets.length > 0 && to !== undefined) return suggest(to, targets);
  return `It reads ${[...new Set(pairs.map((pair) => pair.from))].join(", ")}.`;
}

function readConversions(value: unknown): Engine["conversions"] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((pair: unknown) => {
    const from = valueAt(pair, "/from");
    const to = valueAt(pair, "/to");
    return typeof from === "string" && typeof to === "string" ? [{ from, to }] : [];
  });
}
