/** One row of the table that `docjobs help exit-codes` prints and that every command obeys. */
export interface ExitCodeRow {
  exit: number;
  name: string;
  meaning: string;
  /** What a person does next, when the error itself knows nothing better. */
  hint: string;
}

export const EXIT = {
  done: 0,
  bug: 1,
  usage: 2,
  jobFailed: 3,
  key: 4,
  credits: 5,
  rateLimit: 6,
  service: 7,
  deadline: 8,
  gone: 9,
  localFile: 10,
  integrity: 11,
  someFailed: 12,
  unknownOutcome: 13,
  hangUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

export const exitCodes: readonly ExitCodeRow[] = [
  { exit: EXIT.done, name: "done", meaning: "done", hint: "" },
  {
    exit: EXIT.bug,
    name: "bug",
    meaning: "unexpected failure (a bug)",
    hint: "Report it with the command line and this message.",
  },
  {
    exit: EXIT.usage,
    name: "usage",
    meaning: "usage: nothing was sent, or the API refused the request and made no job",
    hint: "Run `docjobs <command> --help` for the command's arguments and flags.",
  },
  {
    exit: EXIT.jobFailed,
    name: "job-failed",
    meaning: "job ended failed or canceled",
    hint: "Mend the document or the options, then run it again.",
  },
  {
    exit: EXIT.key,
    name: "key",
    meaning: "key missing or refused",
    hint: "Run docjobs auth login, set the provider's key variable, or pipe the key in with --api-key-stdin.",
  },
  {
    exit: EXIT.credits,
    name: "credits",
    meaning: "out of credits or quota",
    hint: "Add credits at the provider, then run it again.",
  },
  {
    exit: EXIT.rateLimit,
    name: "rate-limit",
    meaning: "rate limit longer than allowed",
    hint: "Wait until the provider's limit is over, or allow a longer --timeout.",
  },
  {
    exit: EXIT.service,
    name: "service",
    meaning: "service unreachable, or failing after retries",
    hint: "Check the base URL and the network, then run it again.",
  },
  {
    exit: EXIT.deadline,
    name: "deadline",
    meaning: "wait deadline passed, job still running",
    hint: "Go on waiting with `docjobs wait`.",
  },
  {
    exit: EXIT.gone,
    name: "gone",
    meaning: "job or result not found, expired or deleted",
    hint: "Check the job id and the account; expired work has to be submitted again.",
  },
  {
    exit: EXIT.localFile,
    name: "local-file",
    meaning: "local file problem",
    hint: "Check the path, its permissions and the free space.",
  },
  {
    exit: EXIT.integrity,
    name: "integrity",
    meaning: "result failed its integrity check, or webhook is not genuine",
    hint: "Download it again with `docjobs download`.",
  },
  {
    exit: EXIT.someFailed,
    name: "some-failed",
    meaning: "several inputs or jobs: some failed",
    hint: "Run the failed inputs again; the others are done.",
  },
  {
    exit: EXIT.unknownOutcome,
    name: "unknown-outcome",
    meaning: "submit outcome unknown: a job may exist",
    hint: "Look for the job at the provider before you submit it again.",
  },
  { exit: EXIT.hangUp, name: "hang-up", meaning: "SIGHUP, detached", hint: "The job goes on; wait for it." },
  {
    exit: EXIT.interrupted,
    name: "interrupted",
    meaning: "SIGINT, detached",
    hint: "The job goes on; wait for it.",
  },
  {
    exit: EXIT.terminated,
    name: "terminated",
    meaning: "SIGTERM, detached",
    hint: "The job goes on; wait for it.",
  },
];

/** The table's advice for an exit code. */
export function hintFor(exit: number): string {
  return (
    exitCodes.find((row) => row.exit === exit)?.hint || "Run `docjobs help exit-codes` for what it means."
  );
}
