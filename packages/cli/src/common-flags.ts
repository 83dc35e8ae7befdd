import type { FlagParametersForType } from "@stricli/core";
import type { CliContext } from "./context.js";
import { parseJsonFields, type JsonFields } from "./output/json-fields.js";
import type { ConnectionFlags } from "./providers/connect.js";

/** How a command speaks. */
export interface OutputFlags {
  json?: JsonFields;
  quiet?: boolean;
}

export const outputFlags: FlagParametersForType<OutputFlags, CliContext> = {
  json: {
    kind: "parsed",
    parse: parseJsonFields,
    optional: true,
    placeholder: "fields",
    brief: "Print JSON; --json=a,b for these fields only",
  },
  quiet: { kind: "boolean", optional: true, withNegated: false, brief: "No progress and no notes on stderr" },
};

export const connectionFlags: FlagParametersForType<ConnectionFlags, CliContext> = {
  local: {
    kind: "boolean",
    optional: true,
    brief: "Work on this machine: no key, no network (also DOCJOBS_LOCAL=1)",
  },
  data: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "dir",
    brief: "Where --local keeps its files (also DOCJOBS_DATA)",
  },
  apiKeyStdin: {
    kind: "boolean",
    optional: true,
    withNegated: false,
    brief: "Read the API key from stdin",
  },
  insecureHttp: {
    kind: "boolean",
    optional: true,
    withNegated: false,
    brief: "Allow a base URL with http: that is not on this machine",
  },
};

/** Reads a number of seconds into milliseconds. */
export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() === "" || !Number.isFinite(seconds) || seconds <= 0)
    throw new Error("expected seconds, more than 0");
  return Math.min(seconds * 1000, MAX_TIMER_MS);
}

/** Timers take no more: a longer delay would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;
