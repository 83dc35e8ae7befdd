import { JobsError } from "@docjobs/jobs-core";
import { findProviderOrNone } from "../providers/find-provider.js";
import { CliError } from "./cli-error.js";
import { EXIT, hintFor } from "./exit-codes.js";
import { exitOfCode } from "./exit-of-code.js";
import { errnoOf } from "./file-error.js";

/** An error as `--json` prints it; what is not known is null. */
export interface ErrorReport {
  code: string;
  exit: number;
  message: string;
  hint: string;
  provider: string | null;
  jobId: string | null;
  token: string | null;
  retryable: boolean;
  requestId: string | null;
}

/** Puts any failure in the one form that is printed. `flags` are what a follow-up command needs, for example ` --local`. */
export function errorReport(error: unknown, flags: string): ErrorReport {
  if (error instanceof CliError) return cliReport(error);
  if (JobsError.isInstance(error)) return jobsReport(error, flags);
  const code = errnoOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const exit = code !== undefined && LOCAL_ERRNOS.has(code) ? EXIT.localFile : EXIT.bug;
  const name = exit === EXIT.localFile ? "local_file" : "unexpected";
  return { code: name, exit, message, hint: hintFor(exit), ...EMPTY };
}

const EMPTY = {
  provider: null,
  jobId: null,
  token: null,
  retryable: false,
  requestId: null,
} as const;

function cliReport({ exit, message, details }: CliError): ErrorReport {
  return {
    code: details.code,
    exit,
    message,
    hint: details.hint ?? hintFor(exit),
    provider: details.provider ?? null,
    jobId: details.jobId ?? null,
    token: details.token ?? null,
    retryable: details.retryable ?? false,
    requestId: null,
  };
}

function jobsReport(error: JobsError, flags: string): ErrorReport {
  // Storage that says no is no matter of the command line, nor of the key, which was not sent there.
  const isStorage = error.code === "request_refused" && (error.status === 401 || error.status === 403);
  const exit = isStorage ? EXIT.service : (exitOfCode[error.code] ?? EXIT.bug);
  return {
    code: error.code,
    exit,
    message: error.message,
    hint: commandHint(error, flags) ?? (error.hint || hintFor(exit)),
    provider: error.provider ?? null,
    jobId: error.jobId ?? null,
    token: error.token ?? null,
    retryable: error.retryable,
    requestId: error.requestId ?? null,
  };
}

/** The command that goes on from here, where there is one. */
function commandHint(error: JobsError, flags: string): string | undefined {
  const { code, provider, jobId } = error;
  if (provider === undefined) return undefined;
  const onJob = (verb: string) => `docjobs ${verb} ${provider} ${jobId}${flags}`;
  if (jobId !== undefined) {
    if (code === "wait_timeout" || code === "job_not_ready")
      return `The job goes on. Wait for it: ${onJob("wait")}`;
    if (code === "integrity") return `The job is done; download it again: ${onJob("download")}`;
    if (code === "service_unavailable" || code === "bad_response" || code === "rate_limited") {
      return `${error.hint ? `${error.hint}\n` : ""}The job may go on. Look at it later: ${onJob("get")}`;
    }
  }
  if (code === "authentication") {
    return `Check that the key is one of ${provider}'s; docjobs auth status ${provider} shows where it comes from.`;
  }
  if (code === "submit_outcome_unknown") {
    const canList = findProviderOrNone(provider)?.api.list !== undefined;
    const look = canList
      ? `Look first: docjobs list ${provider}${flags}.`
      : "Look at the provider's dashboard first.";
    return `${error.hint ? `${error.hint} ` : ""}${look} Submitting again may make a second, paid job.`;
  }
  return undefined;
}

/** What the file system says about this machine's files. */
const LOCAL_ERRNOS: ReadonlySet<string> = new Set([
  "EACCES",
  "EBUSY",
  "EDQUOT",
  "EEXIST",
  "EFBIG",
  "EIO",
  "EISDIR",
  "ELOOP",
  "EMFILE",
  "ENAMETOOLONG",
  "ENFILE",
  "ENOENT",
  "ENOSPC",
  "ENOTDIR",
  "ENOTEMPTY",
  "EPERM",
  "EROFS",
  "ETXTBSY",
  "EXDEV",
]);
