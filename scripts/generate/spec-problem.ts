/** One thing that is wrong in a spec, and where. */
export interface SpecProblem {
  /** Path from the repository's root. */
  file: string;
  /** Counted from 1. */
  line: number;
  what: string;
  /** What to do about it. */
  mend: string;
}

/** The specs cannot be generated from; nothing was written. */
export class SpecRefusedError extends Error {
  readonly problems: readonly SpecProblem[];

  constructor(problems: readonly SpecProblem[]) {
    super(problems.map(formatProblem).join("\n"));
    this.name = "SpecRefusedError";
    this.problems = problems;
  }
}

/** `<file>:<line> what is wrong (how to mend it)` */
export function formatProblem(problem: SpecProblem): string {
  return `${problem.file}:${problem.line} ${problem.what} (${problem.mend})`;
}
