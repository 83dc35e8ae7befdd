import type { OutputFlags } from "../common-flags.js";
import type { CliContext } from "../context.js";
import { usageError } from "../errors/usage-error.js";
import { DEFAULT_TIMEOUT_MS } from "../jobs/follow-job.js";
import { openProgress } from "../jobs/open-progress.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { writeJsonLine, writeStdout } from "../output/stdout.js";
import { connect, type ConnectionFlags } from "../providers/connect.js";
import { listEngines, type Engine } from "../providers/engines.js";
import { findProvider, findTarget } from "../providers/find-provider.js";
import { printable } from "../terminal/printable.js";

export interface ListingFlags extends ConnectionFlags, OutputFlags {}

const ENGINE_FIELDS: readonly string[] = ["id", "conversions", "raw"];

/** `docjobs engines`: what a provider converts with. */
export async function enginesCommand(context: CliContext, flags: ListingFlags, text: string): Promise<void> {
  checkFieldNames(flags.json, ENGINE_FIELDS);
  const provider = text.includes(":") ? findTarget(text).provider : findProvider(text);
  const kinds = text.includes(":") ? [findTarget(text).kind] : Object.values(provider.api.kinds);
  const input = kinds.map((kind) => kind.input.engine).find((engine) => engine !== undefined);
  if (!input) {
    throw usageError(
      `${provider.api.title} has no engines to choose from.`,
      `docjobs api ${provider.id} lists what it can be asked.`,
    );
  }
  const keyless = provider.operations.find((operation) => operation.id === input.list.id)?.keyless ?? false;
  const { noteLine: note } = openProgress(context, flags.quiet);
  const { client } = await connect(context, provider, {
    flags,
    note,
    timeoutMs: DEFAULT_TIMEOUT_MS,
    keyless,
  });
  for (const engine of await listEngines(client, provider, input, context.interruption.signal)) {
    if (flags.json === undefined) await writeStdout(`${engineLine(engine)}\n`);
    else await writeJsonLine(selectFields({ ...engine }, flags.json));
  }
}

function engineLine({ id, conversions }: Engine): string {
  const byTarget = new Map<string, string[]>();
  for (const { from, to } of conversions) byTarget.set(to, [...(byTarget.get(to) ?? []), from]);
  const texts = [...byTarget].map(([to, from]) => `${[...new Set(from)].join("|")} -> ${to}`);
  return printable(id) + (texts.length === 0 ? "" : `\t${printable(texts.join(", "))}`);
}
