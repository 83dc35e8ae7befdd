import type { FlagParametersForType } from "@stricli/core";
import { parseSeconds } from "../common-flags.js";
import type { CliContext } from "../context.js";

/** What servers and their workers are told alike. */
export interface ServingFlags {
  /** Milliseconds. */
  retention?: number;
  /** Milliseconds. */
  drain?: number;
  logLevel?: "silent" | "error" | "warn" | "info" | "debug";
}

export const servingFlags: FlagParametersForType<ServingFlags, CliContext> = {
  retention: {
    kind: "parsed",
    parse: parseSeconds,
    optional: true,
    placeholder: "seconds",
    brief: "Keep results this long instead of what each API documents",
  },
  drain: {
    kind: "parsed",
    parse: parseDrain,
    optional: true,
    placeholder: "seconds",
    brief: "After SIGTERM let running jobs go on so long (default 8)",
  },
  logLevel: {
    kind: "enum",
    values: ["silent", "error", "warn", "info", "debug"],
    optional: true,
    brief: "What is logged on stderr, as JSON lines (default warn)",
  },
};

function parseDrain(text: string): number {
  return text === "0" ? 0 : parseSeconds(text);
}
