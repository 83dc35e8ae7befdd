import type { FlagParametersForType } from "@stricli/core";
import { parseSeconds } from "../common-flags.js";
import type { CliContext } from "../context.js";

/** What servers and their workers are told alike. */
export interface ServingFlags {
  /** `s3://bucket/prefix`. */
  files?: string;
  /** Milliseconds. */
  retention?: number;
  /** Milliseconds. */
  drain?: number;
  logLevel?: "silent" | "error" | "warn" | "info" | "debug";
}

export const servingFlags: FlagParametersForType<ServingFlags, CliContext> = {
  files: {
    kind: "parsed",
    parse: parseBucket,
    optional: true,
    placeholder: "s3://bucket/prefix",
    brief: "Keep files in this bucket instead of in --data (also DOCJOBS_SERVE_FILES)",
  },
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

function parseBucket(text: string): string {
  if (!/^s3:\/\/[^/]/iu.test(text)) throw new Error("expected a bucket, such as s3://documents/docjobs");
  return text;
}

function parseDrain(text: string): number {
  return text === "0" ? 0 : parseSeconds(text);
}
