import type { Connection } from "../http/connection.js";
import { InputFileError, ServiceUnavailableError, UnsafeRedirectError } from "./errors.js";
import { JobsError } from "./jobs-error.js";

/** Codes after which no byte of the request has left. */
const UNDELIVERED = /^(ECONNREFUSED|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;
/** TLS refused the server: a repeat changes nothing. */
const UNTRUSTED = /CERT|TLS|SELF_SIGNED|UNABLE_TO_|^ERR_SSL/;

/** What a failed fetch, or a body that broke off, means. */
export function networkError(connection: Connection, url: { host: string }, error: unknown): JobsError {
  const causes = causesOf(error);
  const own = causes.find((cause) => JobsError.isInstance(cause));
  if (own) return own as JobsError;
  if (causes.some((cause) => cause.name === "NotReadableError")) {
    return new InputFileError("The input file changed or became unreadable while it was sent.", {
      cause: error,
    });
  }
  if (causes.some((cause) => cause.message === "unexpected redirect")) {
    return new UnsafeRedirectError(`${url.host} redirects, which is not followed.`);
  }
  const code = causes.map((cause) => cause.code).find((value) => typeof value === "string") ?? "";
  const untrusted = UNTRUSTED.test(code);
  return new ServiceUnavailableError(
    `${connection.api.title} at ${url.host} could not be reached${code && `: ${code}`}.`,
    {
      retryable: !untrusted && code !== "ENOTFOUND",
      undelivered: untrusted || UNDELIVERED.test(code),
      ...(code === "ENOTFOUND" && { hint: "Check the host name and the network." }),
      ...(untrusted && { hint: "Its certificate is not trusted: check the host name and the clock." }),
      provider: connection.api.provider,
      cause: error,
    },
  );
}

function causesOf(error: unknown): { name?: string; message?: string; code?: string; cause?: unknown }[] {
  const causes = [];
  for (let at = error; typeof at === "object" && at !== null && causes.length < 8; at = (at as Error).cause)
    causes.push(at);
  return causes;
}
