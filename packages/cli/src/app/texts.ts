import {
  ArgumentScannerError,
  FlagNotFoundError,
  formatMessageForArgumentScannerError,
  text_en,
  type ApplicationText,
} from "@stricli/core";

/** What Stricli says about a wrong command line. */
export const texts: ApplicationText = {
  ...text_en,
  briefs: { ...text_en.briefs, argumentEscapeSequence: "Everything after it is an argument, not a flag" },
  exceptionWhileParsingArguments(error) {
    if (error instanceof FlagNotFoundError && /^(?:--)?api-?key$/iu.test(error.input)) {
      return (
        "An API key is never a flag: other users of this machine could read it in the process list. " +
        "Use docjobs auth login, DOCJOBS_<PROVIDER>_API_KEY or --api-key-stdin."
      );
    }
    if (error instanceof ArgumentScannerError)
      return formatMessageForArgumentScannerError(error, {}).replace(/[^?.]$/u, "$&.");
    return error instanceof Error ? error.message : String(error);
  },
  exceptionWhileLoadingCommandFunction: rethrow,
  exceptionWhileRunningCommand: rethrow,
  commandErrorResult: rethrow,
};

/** What is no usage error is reported by the program itself. */
function rethrow(error: unknown): never {
  throw error;
}
