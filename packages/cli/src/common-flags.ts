import type { FlagParametersForType } from "@stricli/core";
import type { CliContext } from "./context.js";
import { parseJsonFields, type JsonFields } from "./output/json-fields.js";
import type { FieldFlags } from "./fields/plan-fields.js";
import type { ConnectionFlags } from "./providers/connect.js";

/** A flag that may be left out, in Stricli's form. */
type TypedFlag<Value> = FlagParametersForType<{ flag?: Value }, CliContext>["flag"];

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
  debug: {
    kind: "boolean",
    optional: true,
    withNegated: false,
    brief: "Tell of each request on stderr, without secrets (also DOCJOBS_DEBUG=1)",
  },
};

export const timeout: TypedFlag<number> = {
  kind: "parsed",
  parse: parseSeconds,
  optional: true,
  placeholder: "seconds",
  brief: "Stop waiting after so many seconds; the job goes on (default 1800)",
};

export const overwrite: TypedFlag<boolean> = {
  kind: "boolean",
  optional: true,
  withNegated: false,
  brief: "Replace an output file that exists",
};

export const output: TypedFlag<string> = {
  kind: "parsed",
  parse: String,
  optional: true,
  placeholder: "path|-",
  brief: "Where the result goes: a file, a directory, or - for stdout",
};

export const onInterrupt: TypedFlag<"detach" | "cancel"> = {
  kind: "enum",
  values: ["detach", "cancel"],
  optional: true,
  brief: "What Ctrl-C does to the job (default detach)",
};

export const unchecked: TypedFlag<boolean> = {
  kind: "boolean",
  optional: true,
  withNegated: false,
  brief: "Send a document also if it is cut off or needs a password",
};

/** Flags that say what the request holds. */
export const submitFlags: FlagParametersForType<FieldFlags, CliContext> = {
  to: { kind: "parsed", parse: String, optional: true, placeholder: "format", brief: "Wanted output format" },
  engine: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "id",
    brief: "Engine; see docjobs engines",
  },
  set: {
    kind: "parsed",
    parse: String,
    optional: true,
    variadic: true,
    placeholder: "key=value",
    brief: "A field of the request, typed by the spec; may be repeated",
  },
};

/** Reads a number of seconds into milliseconds. */
export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() === "" || !Number.isFinite(seconds) || seconds <= 0)
    throw new Error("expected seconds, more than 0");
  return Math.min(seconds * 1000, MAX_TIMER_MS);
}

/** Reads a port; 0 takes a free one. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/u.test(text) || port > 65_535) throw new Error("expected a port number, 0 to 65535");
  return port;
}

/** Timers take no more: a longer delay would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;
