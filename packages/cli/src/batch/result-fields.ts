/** Names that `--json=…` may ask for. */
export const RESULT_FIELDS: readonly string[] = [
  "input",
  "job",
  "token",
  "state",
  "output",
  "bytes",
  "sha256",
  "credits",
  "times",
  "error",
  "more",
];
