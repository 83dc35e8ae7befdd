import { answerCommand } from "../run/answer-command.js";
import { applyPlan } from "./apply-plan.js";
import { findDrift } from "./find-drift.js";
import { findSpecs } from "./find-specs.js";
import { loadSpec } from "./load-spec.js";
import type { LoadedSpec } from "./load-spec.js";
import { parseArguments } from "./parse-arguments.js";
import { planFiles } from "./plan.js";
import { formatProblem, SpecRefusedError } from "./spec-problem.js";
import type { SpecProblem } from "./spec-problem.js";
import { readSurroundings } from "./surroundings.js";

export interface Terminal {
  out: (line: string) => void;
  error: (line: string) => void;
}

const help = `Writes the client packages, the CLI's registry and the local server's contract from specs/.

  pnpm generate           write what is changed or missing, remove what no spec asks for
  pnpm generate --check   write nothing; exit 1 if a file is not what the specs say
  pnpm generate --help    this text

Exit codes: 0 done, 1 a spec is refused or (--check) a file differs, 2 usage.`;

/** The whole command; gives its exit code. */
export async function runGenerate(
  root: string,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  return await answerCommand(parseArguments(argv), help, terminal, async (command) => {
    try {
      return await writeOrCheck(root, command.do, terminal);
    } catch (error) {
      if (!(error instanceof SpecRefusedError)) throw error;
      for (const problem of error.problems) terminal.error(formatProblem(problem));
      return 1;
    }
  });
}

/** The plan for a repository as it is on disk. */
export async function planRepository(root: string): Promise<Map<string, string>> {
  return await planFiles(await loadSpecs(root), readSurroundings(root));
}

async function writeOrCheck(root: string, mode: "write" | "check", terminal: Terminal): Promise<number> {
  const plan = await planRepository(root);
  const drift = findDrift(root, plan);
  for (const { file, how } of drift) {
    if (mode === "check") terminal.error(`${how}: ${file}`);
    else terminal.out(`${how === "orphaned" ? "removed" : "wrote"} ${file}`);
  }
  if (mode === "write") {
    applyPlan(root, plan, drift);
    terminal.out(`${plan.size} files are what the specs say, ${drift.length} of them new`);
    return 0;
  }
  if (drift.length === 0) {
    terminal.out(`${plan.size} files are what the specs say`);
    return 0;
  }
  terminal.error(`${drift.length} files are not what the specs say; run \`pnpm generate\``);
  return 1;
}

async function loadSpecs(root: string): Promise<LoadedSpec[]> {
  const loaded: LoadedSpec[] = [];
  const problems: SpecProblem[] = [];
  for (const id of findSpecs(root)) {
    try {
      loaded.push(await loadSpec(root, id));
    } catch (error) {
      if (!(error instanceof SpecRefusedError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new SpecRefusedError(problems);
  return loaded;
}
