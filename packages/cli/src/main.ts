import { ExitCode, run, type StricliProcess } from "@stricli/core";
import { homedir } from "node:os";
import { app } from "./app.js";
import type { CliContext } from "./context.js";
import { EXIT } from "./errors/exit-codes.js";
import { reportError } from "./errors/report-error.js";
import { usageError } from "./errors/usage-error.js";
import { listenForInterruption, type InterruptedError } from "./interruption.js";
import { interruptedReport } from "./jobs/interrupted-report.js";
import { isGroup, isJsonWanted, normaliseArguments } from "./normalise-arguments.js";
import { StdoutClosedError, writeStdout } from "./output/stdout.js";
import { terminalMode } from "./terminal/terminal-mode.js";

/** Runs one command line to its exit code. Everything that is printed about a failure is printed here. */
export async function main(argv: readonly string[]): Promise<number> {
  // Write failures reach the writer; without a listener they would end the process with a stack.
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});
  process.on("uncaughtException", (error) => process.exit(reportError(context, error)));
  const collected = { stdout: "", stderr: "" };
  const context = makeContext(argv, collected);
  const command = runCommand(context, argv, collected);
  const outcome = await Promise.race([command, context.interruption.received]);
  const exit = typeof outcome === "number" ? outcome : await endInterrupted(context, command, outcome);
  await cleanUp(context, typeof outcome === "number" ? CLEAN_UP_MS : INTERRUPTED_CLEAN_UP_MS);
  return exit;
}

function makeContext(argv: readonly string[], collected: { stdout: string; stderr: string }): CliContext {
  const process_ = {
    stdout: { write: (text: string) => void (collected.stdout += text) },
    stderr: { write: (text: string) => void (collected.stderr += text) },
  };
  return {
    process: process_,
    env: process.env,
    home: homedir(),
    stdin: process.stdin,
    mode: terminalMode(process.stderr, process.env),
    json: isJsonWanted(argv),
    interruption: listenForInterruption((code) => process.exit(code)),
    cleanups: [],
  };
}

async function runCommand(
  context: CliContext,
  argv: readonly string[],
  collected: { stdout: string; stderr: string },
): Promise<number> {
  try {
    const stricliProcess: StricliProcess = { ...context.process };
    await run<CliContext>(app, normaliseArguments(argv), Object.assign(context, { process: stricliProcess }));
    if (context.failure !== undefined) throw context.failure;
    const code = stricliProcess.exitCode;
    if (code === ExitCode.InvalidArgument || code === ExitCode.UnknownCommand)
      throw usageOf(collected.stderr, argv);
    if (code !== ExitCode.Success) throw new Error(collected.stderr || `stopped with code ${String(code)}`);
    if (collected.stdout !== "") await writeStdout(collected.stdout);
    return EXIT.done;
  } catch (error) {
    if (error instanceof StdoutClosedError) return EXIT.done;
    if (context.interruption.signal.aborted) throw error;
    return reportError(context, error);
  }
}

function usageOf(text: string, argv: readonly string[]): Error {
  const [command] = argv;
  const isKnown =
    command !== undefined &&
    !command.startsWith("-") &&
    (isGroup(command) || !text.startsWith("No command registered"));
  return usageError(text.trim(), `Run: docjobs ${isKnown ? `${command} ` : ""}--help`);
}

/**
 * After a signal the command gets a moment to say how it ended: an aborted submit knows whether a job may exist. Then the
 * report is printed, whatever the command still does.
 */
async function endInterrupted(
  context: CliContext,
  command: Promise<number>,
  error: InterruptedError,
): Promise<number> {
  // What runs until a signal ends itself after it; another signal ends it at once.
  if (context.runsUntilSignal) {
    return command.catch((reason: unknown) => reportError(context, reason));
  }
  const settled = await Promise.race([
    command.then(
      () => undefined,
      (reason: unknown) => reason,
    ),
    new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), SETTLE_MS)),
  ]);
  return reportError(context, await interruptedReport(context, error, settled));
}

async function cleanUp(context: CliContext, limitMs: number): Promise<void> {
  const all = (async () => {
    for (const step of context.cleanups.reverse()) {
      try {
        await step();
      } catch {
        // The outcome is decided; a temporary file or a server that does not go quietly changes nothing.
      }
    }
  })();
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([all, new Promise((resolve) => (timer = setTimeout(resolve, limitMs)))]);
  clearTimeout(timer);
}

const SETTLE_MS = 100;
const CLEAN_UP_MS = 15_000;
const INTERRUPTED_CLEAN_UP_MS = 2000;
