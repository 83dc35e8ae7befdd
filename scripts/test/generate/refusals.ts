import type { Mutation } from "./mutated-spec.js";

/** A wrong spec and the one thing that the generator says about it. */
export interface Refusal {
  name: string;
  /** What is changed in the sound spec. */
  change: readonly Mutation[];
  /** Text on the line that is named; absent for a problem of the whole file, which is named by its first line. */
  at?: string;
  /** The message behind `<file>:<line> `. */
  says: string;
  folder?: string;
}

export const formRefusals: readonly Refusal[] = [
  {
    name: "text that is not YAML",
    change: [["summary: List jobs", "summary: [List jobs"]],
    at: "responses:\n        \"200\":\n          description: Jobs",
    says: "",
  },
];
