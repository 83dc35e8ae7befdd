import type { JobKind } from "@docjobs/jobs-core";
import type { OutputFlags } from "../common-flags.js";
import type { CliContext } from "../context.js";
import { abilities } from "../jobs/require-ability.js";
import { checkFieldNames, selectFields } from "../output/json-fields.js";
import { writeJsonLine, writeStdout } from "../output/stdout.js";
import type { ProviderEntry } from "../provider-entry.js";
import { environmentPrefix } from "../providers/provider-names.js";
import { providers } from "../providers.gen.js";

const PROVIDER_FIELDS: readonly string[] = [
  "id",
  "title",
  "summary",
  "baseUrl",
  "keyVariable",
  "can",
  "kinds",
  "operations",
];

/** `docjobs providers`: what there is. Sends nothing. */
export async function providersCommand(_context: CliContext, flags: OutputFlags): Promise<void> {
  checkFieldNames(flags.json, PROVIDER_FIELDS);
  for (const provider of providers) {
    if (flags.json === undefined) await writeStdout(providerText(provider));
    else await writeJsonLine(selectFields(providerFields(provider), flags.json));
  }
}

function providerFields(provider: ProviderEntry): Record<string, unknown> {
  const { id, title, summary, api } = provider;
  return {
    id,
    title,
    summary,
    baseUrl: api.baseUrl,
    keyVariable: `${environmentPrefix(id)}API_KEY`,
    can: abilities(provider),
    kinds: Object.entries(api.kinds).map(([kind, { title: kindTitle, input, result }]) => ({
      kind,
      title: kindTitle,
      takes: takes({ input }),
      formats: input.file?.formats ?? [],
      to: input.format?.known ?? [],
      result: result.type === "inline" ? "data" : "file",
    })),
    operations: provider.operations.map((operation) => operation.id),
  };
}

function providerText(provider: ProviderEntry): string {
  const { id, title, summary, api } = provider;
  const kinds = Object.entries(api.kinds).map(([kind, { title: kindTitle, input }]) => {
    const name = Object.keys(api.kinds).length === 1 ? id : `${id}:${kind}`;
    const to = input.format?.known.length ? ` -> ${shortList(input.format.known)}` : "";
    return `  ${name.padEnd(30)} ${kindTitle} (${shortList(takes({ input }))}${to})`;
  });
  return (
    [`${id}  ${title}: ${summary}`, ...kinds, `  jobs: ${abilities(provider).join(", ")}`, ""].join("\n") +
    "\n"
  );
}

function takes({ input }: Pick<JobKind, "input">): string[] {
  const formats = [...(input.file?.formats ?? [])];
  if (input.url) formats.push("https URL");
  if (input.job) formats.push(`${input.job.kind} job`);
  return formats.length === 0 ? ["any file"] : formats;
}

function shortList(words: readonly string[]): string {
  return words.length <= 10 ? words.join(", ") : `${words.slice(0, 10).join(", ")}, … ${words.length} in all`;
}
