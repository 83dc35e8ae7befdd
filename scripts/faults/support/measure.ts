import { spawn } from "node:child_process";
import { join } from "node:path";
import type { FaultContext } from "../fault-row.js";
import { installClient, installJobsCore } from "./install-clients.js";
import type { MeasuredOutcome, MeasuredTask } from "./measured-run.js";

/** Waits for one job and saves its result, in a process of its own whose memory is measured. Killed with the row. */
export async function measure(
  { onEnd }: FaultContext,
  task: Omit<MeasuredTask, "module">,
  ...wrapper: string[]
): Promise<MeasuredOutcome> {
  const module = await installClient("header");
  const program = join(await installJobsCore(), "measured-run.mjs");
  const words = [...wrapper, process.execPath, program, JSON.stringify({ module, ...task })];
  const child = spawn(words[0] ?? "", words.slice(1), { stdio: ["ignore", "pipe", "pipe"] });
  onEnd(() => child.kill("SIGKILL"));
  const text = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (chunk: string) => (text[name] += chunk));
  await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  if (text.stdout === "") throw new Error(`the measured process said: ${text.stderr.slice(0, 300)}`);
  return JSON.parse(text.stdout) as MeasuredOutcome;
}
