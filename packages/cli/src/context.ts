import type { CommandContext } from "@stricli/core";
import type { Interruption } from "./interruption.js";
import type { ActiveJob } from "./jobs/active-job.js";
import type { TerminalMode } from "./terminal/terminal-mode.js";

/** What every command gets. Commands read the world through it and leave in it what the end of the program needs. */
export interface CliContext extends CommandContext {
  env: NodeJS.ProcessEnv;
  home: string;
  stdin: NodeJS.ReadStream;
  mode: TerminalMode;
  /** The caller wants JSON: notes and progress stay silent, errors are one JSON object. */
  json: boolean;
  interruption: Interruption;
  /** Run in reverse order at the end, also after a signal. */
  cleanups: (() => Promise<void> | void)[];
  /** The key of --api-key-stdin, once it has been asked for: a command may connect several times. */
  stdinKey?: Promise<string>;
  /** The job at hand, for the text that a signal prints. */
  active?: ActiveJob;
  /** The command runs until a signal by design, which is no interruption of its work. */
  runsUntilSignal?: boolean;
  /** What the command failed with. */
  failure?: unknown;
}

/** Says something to people, unless the caller reads JSON or wants quiet. */
export type Note = (line: string) => void;
